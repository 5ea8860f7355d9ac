import type { DeployedStack } from './deployed-stack.ts';

/** Something that is wrong, and what makes it right again. */
export interface Fault {
  /** As a sentence. */
  readonly what: string;
  /** The one line that must be red. */
  readonly red: string;
  /** Lines that only warn. */
  readonly warns?: readonly string[];
  /** In what was found, its details or the advice. */
  readonly says: RegExp;
  /** In the advice. */
  readonly advice: RegExp;
  readonly inject: (stack: DeployedStack) => void | Promise<void>;
  /** Does what the advice says; where that is out of reach here, such as a proxy, it ends the fault. */
  readonly follow: (stack: DeployedStack) => void | Promise<void>;
}

/** Sets variables of the environment; undefined removes one. */
export function setVariables(
  { setup }: DeployedStack,
  variables: Readonly<Record<string, string | undefined>>,
): void {
  setup.env = { ...setup.env, ...variables };
}
