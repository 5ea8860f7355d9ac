// The variables that set the Worker up, for the container and for `npm start`. The Worker's own code checks
// their values. Messages name variables and never show a value.
import { SEED_VARIABLE, SERVED } from '../worker/config/seed-variables.ts';
import { nearest } from '../worker/contract/nearest.ts';

/** Names that only the Pulumi program writes: worker/contract/env.ts. `CHIT_USERS` is in both. */
const STACK_VARIABLE = /^(MODELS|BACKENDS|BACKEND_KEYS|SETTINGS|LIMITS|ALERTS)(_\d+)?$/;

/**
 * `docker run --env-file` treats quotes as part of the value:
 * https://docs.docker.com/reference/cli/docker/container/run/#env
 */
const QUOTED = /^\s*(["'])(.*)\1\s*$/s;

/** Later parts of JSON, which may begin and end with quotes of their own. */
const LATER_PART = /^(MODELS|BACKENDS|BACKEND_KEYS|LIMITS|ALERTS)_\d+$/;

type Variables = Readonly<Record<string, string | undefined>>;

/** The Worker's variables among others. An empty one counts as not set. */
export function pickVariables(env: Variables, faults: string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const [name, text = ''] of Object.entries(env)) {
    if (isWorkerVariable(name) && text.trim() !== '') picked[name] = unquoted(name, text, faults);
  }
  return picked;
}

export function isWorkerVariable(name: string): boolean {
  return SEED_VARIABLE.test(name) || STACK_VARIABLE.test(name);
}

/** The text inside of quotes, which are a fault; any other text as it is. */
export function unquoted(name: string, text: string, faults: string[]): string {
  const inner = QUOTED.exec(text)?.[2];
  if (inner === undefined || LATER_PART.test(name)) return text;
  faults.push(`${name} has quotes around its value, which docker run keeps. Remove them`);
  return inner;
}

const DEPLOY_PREFIX = 'DEPLOY_NAME_';

/** Whether it is a `DEPLOY_NAME_` variable that does not exist. */
export function isIgnored(name: string): boolean {
  return name.startsWith(DEPLOY_PREFIX) && !Object.hasOwn(SERVED, name);
}

/** A line for each variable that has a value and no effect. */
export function findIgnored(env: Variables): readonly string[] {
  const known = Object.keys(SERVED);
  const words = known.map((name) => name.slice(DEPLOY_PREFIX.length));
  const ignored = Object.keys(env).filter(
    (name) => isIgnored(name) && (env[name] ?? '').trim() !== '',
  );
  return ignored.map((name) => {
    // The common prefix would make all names look similar.
    const guess = nearest(name.slice(DEPLOY_PREFIX.length), words);
    const hint =
      guess === undefined
        ? `known are ${known.join(', ')}`
        : `did you mean ${DEPLOY_PREFIX}${guess}?`;
    return `${name} is ignored: there is no such variable; ${hint}`;
  });
}
