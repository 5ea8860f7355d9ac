// A scenario: one stack that is changed step by step, as an operator changes its file.
import { changesIn, toLine } from './cloud-log.ts';
import { lostBetween, look, type Moment } from './moments.ts';
import {
  startOperator,
  type CommandResult,
  type Operator,
  type OperatorOptions,
} from './operator.ts';

/** What one command did. */
export interface Step extends CommandResult {
  /** Changes that the clouds were asked for, in order. */
  readonly asked: readonly string[];
  /** What clients lost on the way: see `lostBetween`. */
  readonly lost: readonly string[];
}

export interface Scenario extends AsyncDisposable {
  readonly operator: Operator;
  /** The file's content below `config:`, as it was written last. */
  readonly stack: string;
  /** Changes the stack's file and runs `pulumi up`. */
  up(stack?: string, args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Step>;
  /** Runs another command and looks at the clouds as `up` does. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Step>;
  /** Exit code and last words of `preview --expect-no-changes`; empty when there are none. */
  changesLeft(args?: readonly string[]): Promise<string>;
}

export async function startScenario(options: OperatorOptions = {}): Promise<Scenario> {
  const operator = await startOperator(options);
  const { clouds } = operator;
  let moments: Moment[] = [];
  clouds.traffic.onChange((asked) => {
    if (!/\/listKeys$/i.test(asked.path)) moments.push(look(clouds, toLine(asked)));
  });
  let stack = '';
  const run = async (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Step> => {
    const before = clouds.traffic.log.length;
    moments = [look(clouds, 'the beginning')];
    const result = await operator.pulumi(args, env);
    const asked = changesIn(clouds.traffic.log.slice(before));
    return { ...result, asked, lost: lostBetween(moments) };
  };
  return {
    operator,
    get stack() {
      return stack;
    },
    up: async (changed = stack, args = [], env) => {
      stack = changed;
      await operator.writeStack(stack);
      return run(['up', '--yes', '--skip-preview', ...args], env);
    },
    run,
    changesLeft: async (args = []) => {
      const { exitCode, said } = await run(['preview', '--expect-no-changes', '--diff', ...args]);
      return exitCode === 0 ? '' : `${exitCode}: ${said}`;
    },
    [Symbol.asyncDispose]: () => operator[Symbol.asyncDispose](),
  };
}
