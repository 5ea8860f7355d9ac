// Shows a recorded run in a form that tests can compare: a line for each resource, decoded bindings,
// messages and outputs. The project's name is left out, because projects made with `pulumi new` have
// other names.
import type { BackendBinding, ModelBinding, UserBinding } from '../../../worker/contract/env.ts';
import type { Registered } from './recording.ts';
import type { Run } from './run.ts';
import type { WireObject } from './wire.ts';
import { reveal, secretsIn } from './wire.ts';

const STACK_TYPE = 'pulumi:pulumi:Stack';

/** The resource of this name. */
export function find({ resources }: Run, name: string): Registered {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found;
}

/** The name of the stack's resource: the project's name, a hyphen and the stack's name. */
export function stackName({ resources }: Run): string {
  return resources.find(({ type }) => type === STACK_TYPE)?.name ?? '';
}

/** Every resource but the stack as `parent > name: type [options that are set]`, sorted. */
export function tree(run: Run): readonly string[] {
  const top = stackName(run);
  return run.resources
    .filter(({ type }) => type !== STACK_TYPE)
    .map(({ parent, name, type, options }) => {
      const { deletedWith } = options;
      const marks = [
        ...(options.protect ? ['protect'] : []),
        ...(options.retainOnDelete ? ['retain'] : []),
        ...(options.deleteBeforeReplace ? ['delete first'] : []),
        ...(deletedWith === '' ? [] : [`with ${deletedWith}`]),
        ...options.ignoreChanges.map((path) => `ignore ${path}`),
        ...(options.replaceOnChanges.length === 0
          ? []
          : [`replace on ${options.replaceOnChanges.join(' ')}`]),
        ...options.aliases.map((alias) => `was ${alias}`),
        ...(options.import === '' ? [] : [`import ${options.import}`]),
      ];
      const shown = marks.length === 0 ? '' : ` [${marks.join(', ')}]`;
      return `${parent === top ? 'stack' : parent} > ${name}: ${type}${shown}`;
    })
    .toSorted();
}

/** What the operator reads: all messages except those of `--debug`, and both output streams. */
export function said({ logs, stdout, stderr }: Run): readonly string[] {
  return [
    ...logs
      .filter(({ severity }) => severity !== 'debug')
      .map(({ severity, message }) => `${severity}: ${message}`),
    ...[stdout, stderr].filter((text) => text !== ''),
  ];
}

interface Binding {
  readonly name: string;
  readonly type: string;
  /** Empty if the binding is not a text. */
  readonly text: string;
  readonly secret: boolean;
}

function bindings(run: Run): readonly Binding[] {
  const list = find(run, 'gateway-script').inputs['bindings'] as readonly WireObject[];
  return list.map((binding) => {
    const { name, type, text = '' } = reveal(binding) as Readonly<Record<string, string>>;
    if (name === undefined || type === undefined) {
      throw new Error(`not a binding: ${JSON.stringify(binding)}`);
    }
    return { name, type, text, secret: secretsIn(binding).length > 0 };
  });
}

/** Name of each binding -> its text, without marks. */
export function bindingTexts(run: Run): ReadonlyMap<string, string> {
  return new Map(bindings(run).map(({ name, text }) => [name, text]));
}

/** The names and types of the bindings, and whether Pulumi treats them as secrets. */
export function bindingKinds(run: Run): readonly string[] {
  return bindings(run).map(
    ({ name, type, secret }) => `${name}: ${type}${secret ? ', secret' : ''}`,
  );
}

/** The Worker's bindings, joined and decoded. */
export interface WorkerView {
  readonly models: readonly ModelBinding[];
  readonly backends: readonly BackendBinding[];
  readonly backendKeys: Readonly<Record<string, string>>;
  readonly users: readonly UserBinding[];
}

/** Decodes the bindings as `worker/config/parse-config.ts` does. */
export function workerView(run: Run): WorkerView {
  const texts = bindingTexts(run);
  const whole = (name: string) =>
    [...texts]
      .filter(([key]) => key.replace(/_\d+$/, '') === name)
      .map(([, text]) => text)
      .join('');
  const users = Buffer.from(whole('CHIT_USERS'), 'base64').toString('utf8');
  return {
    models: JSON.parse(whole('MODELS')) as WorkerView['models'],
    backends: JSON.parse(whole('BACKENDS')) as WorkerView['backends'],
    // Without a key there is no such binding.
    backendKeys: JSON.parse(whole('BACKEND_KEYS') || '{}') as WorkerView['backendKeys'],
    users: JSON.parse(users) as WorkerView['users'],
  };
}

/** The stack's outputs as Pulumi gets them. */
export function stackOutputs(run: Run): WireObject {
  return run.outputs.get(stackName(run)) ?? {};
}
