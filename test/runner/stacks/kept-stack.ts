// Runs of a stack one after another, as the engine keeps its state between them: what the providers made, what
// went in, and the stack's outputs.
import type { Invoked, State } from '../../support/pulumi/recording.ts';
import { answerWith } from '../../support/pulumi/providers.ts';
import type { Run, RunOptions } from '../../support/pulumi/run.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { bindingTexts, stackOutputs } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { reveal } from '../../support/pulumi/wire.ts';
import type { EntraBinding } from '../../../worker/contract/env.ts';

/** How an `up` goes. */
export interface UpOptions extends Partial<RunOptions> {
  /** It fails behind the upload of the Worker: the stack keeps its outputs of the `up` before. */
  readonly outputsLost?: boolean;
}

/** A stack with the state of its last `up`. */
export interface KeptStack {
  /** @throws what the program throws; then the state stays as it was */
  up(stackYaml: string, more?: UpOptions): Promise<Run>;
  preview(stackYaml: string): Promise<Run>;
}

/** A stack that was never deployed. */
export function keptStack(): KeptStack {
  const made: State = new Map<string, WireObject>();
  let resources: State = new Map<string, WireObject>();
  let outputs: WireObject = {};
  const answer = (invoked: Invoked): WireObject =>
    invoked.token === 'pulumi:pulumi:readStackOutputs'
      ? { outputs }
      : answerWith(resources)(invoked);
  const run = (stackYaml: string, more: Partial<RunOptions>) =>
    evaluateProgram({ stackYaml, state: made, answerInvoke: answer, ...more });
  return {
    up: async (stackYaml, { outputsLost = false, ...more } = {}) => {
      const done = await run(stackYaml, more);
      if (!outputsLost) outputs = reveal(stackOutputs(done)) as WireObject;
      resources = new Map(
        done.resources.map(({ urn, name, inputs }) => [
          urn,
          { ...(reveal(inputs) as WireObject), ...made.get(urn), ...done.outputs.get(name) },
        ]),
      );
      return done;
    },
    preview: (stackYaml) => run(stackYaml, { preview: true, state: new Map(made) }),
  };
}

/** The binding ENTRA, decoded. */
export function entraBinding(run: Run): EntraBinding {
  return JSON.parse(bindingTexts(run).get('ENTRA') ?? '{}') as EntraBinding;
}

/** How often a function of a provider was called. */
export function callsOf({ invokes }: Run, name: string): number {
  return invokes.filter(({ token }) => token.endsWith(`:${name}`)).length;
}
