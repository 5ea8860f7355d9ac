// Declares a scenario's steps as tests: a change of the stack's file, and what the clouds must be asked.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperatorOptions } from './operator.ts';
import { startScenario, type Scenario } from './scenario.ts';

/** Changes at the clouds, in order. Those of a list inside may come in any order. */
export type Expected = readonly (string | readonly string[])[];

/** A change of the stack's file, and the changes at the clouds that it must cause. */
export type StepRow = readonly [name: string, change: (stack: string) => string, asked: Expected];

/** Declares tests that share one stack, in order. */
export interface Steps {
  /** `pulumi up` succeeds, asks the clouds for exactly this, and no client loses anything on the way. */
  readonly step: (...row: StepRow) => void;
  /** Any other test with the same stack. */
  readonly also: (name: string, check: (scenario: Scenario) => Promise<void>) => void;
}

export function describeStack(
  name: string,
  options: OperatorOptions,
  declare: (steps: Steps) => void,
): void {
  describe(name, () => {
    let scenario: Scenario | undefined;
    const started = () => {
      if (scenario === undefined) throw new Error('the scenario did not start');
      return scenario;
    };
    beforeAll(async () => {
      scenario = await startScenario(options);
    });
    afterAll(async () => {
      await scenario?.[Symbol.asyncDispose]();
    });
    declare({
      step: (title, change, asked) => {
        test(title, async () => {
          const { exitCode, said, ...seen } = await started().up(change(started().stack));
          expect(exitCode, said).toBe(0);
          expect({ ...seen, asked: inOrderOf(asked, seen.asked) }).toEqual({ asked, lost: [] });
        });
      },
      also: (title, check) => {
        test(title, () => check(started()));
      },
    });
  });
}

/** What was asked, with lists where these are expected, so that both can be compared. */
export function inOrderOf(expected: Expected, asked: readonly string[]): Expected {
  let at = 0;
  const seen = expected.map((each) => {
    const from = at;
    at += typeof each === 'string' ? 1 : each.length;
    if (typeof each === 'string') return asked[from] ?? '(nothing)';
    const part = asked.slice(from, at);
    return part.toSorted().join() === each.toSorted().join() ? each : part;
  });
  return [...seen, ...asked.slice(at)];
}

/** A change that replaces a text, which must be there. */
export function replace(from: string, into: string): (stack: string) => string {
  return (stack) => {
    if (!stack.includes(from)) throw new Error(`the stack has no ${from}`);
    return stack.replace(from, into);
  };
}

/** Several changes, one after another. */
export function all(...changes: readonly ((stack: string) => string)[]) {
  return (stack: string) => changes.reduce((text, change) => change(text), stack);
}

/** Lines for several deployments of an account. */
export function deployments(method: string, account: string, ...names: readonly string[]) {
  return names.map((name) => `${method} deployment ${name} at ${account}`);
}
