// Declares a scenario's steps as tests: a change of the stack's file, and what the clouds must be asked.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperatorOptions } from './operator.ts';
import { startScenario, type Scenario } from './scenario.ts';

/** A change of the stack's file, and the changes at the clouds that it must cause, in order. */
export type StepRow = readonly [
  name: string,
  change: (stack: string) => string,
  asked: readonly string[],
];

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
          expect(seen).toEqual({ asked, lost: [] });
        });
      },
      also: (title, check) => {
        test(title, () => check(started()));
      },
    });
  });
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
