// Decides whether `npm start` runs a stack or a real Azure resource that variables describe, and says why.
import { parseOrigin } from '../../command-line/parse-origin.ts';
import { UserError } from '../../command-line/user-error.ts';
import {
  findIgnored,
  isIgnored,
  isWorkerVariable,
  pickVariables,
} from '../../command-line/worker-variables.ts';
import type { EnvFile } from './env-file.ts';

/** What to run. */
export type Source =
  | { readonly kind: 'stack'; readonly stack: string }
  | {
      readonly kind: 'variables';
      /** The Worker's variables, by name. */
      readonly values: Readonly<Record<string, string>>;
    };

/** What to run, and what to say about it. */
export interface Choice {
  readonly source: Source;
  /** Where `AZURE_ORIGIN` sends all requests for Azure. */
  readonly azure: URL | undefined;
  /** Lines that name variables and show no value. */
  readonly notes: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The names say that they are for a gateway. `BACKENDS` and the like may be anything in an environment. */
const DECISIVE = /^(RESOURCE_NAME|AZURE_AUTHKEY|CHIT_USERS|DEPLOY_NAME_\w+)$/;
const DECISIVE_IN_FILE = /^(RESOURCE_NAME|AZURE_AUTHKEY|CHIT_USERS|DEPLOY_NAME_\w+|BACKENDS)$/;

/** Variables of the container that `npm start` does not have. */
const CONTAINER_ONLY = ['LISTEN_ADDRESS', 'PORT', 'STOP_GRACE_SECONDS', 'LEDGER_DIR'];

/**
 * A stack that was named wins over variables, and variables win over the stack dev. A variable of the
 * environment wins over the same one in the file.
 *
 * @param stack that was typed; undefined: none
 * @param file undefined: there is no `.env`
 * @throws UserError that names the variables that are missing or cannot be read
 */
export function chooseSource(
  stack: string | undefined,
  env: Variables,
  file: EnvFile | undefined,
): Choice {
  const ofFile = file?.values ?? {};
  const decisive = [
    ...namesIn(env).filter((name) => DECISIVE.test(name)),
    ...namesIn(ofFile).filter((name) => DECISIVE_IN_FILE.test(name)),
  ];
  const names = [...new Set(decisive)];
  if (stack !== undefined) {
    return { source: { kind: 'stack', stack }, azure: undefined, notes: notUsed(names) };
  }
  const faults = (file?.faults ?? []).map((fault) => `.env: ${fault}`);
  if (names.length === 0 && faults.length === 0) {
    return { source: { kind: 'stack', stack: 'dev' }, azure: undefined, notes: [] };
  }
  const merged = {
    ...ofFile,
    ...Object.fromEntries(namesIn(env).map((name) => [name, env[name]])),
  };
  const values = pickVariables(merged, faults);
  if ('RESOURCE_NAME' in values && !('AZURE_AUTHKEY' in values) && !('BACKENDS' in values)) {
    faults.push(
      'RESOURCE_NAME is set and AZURE_AUTHKEY is missing: set it to the key of the resource',
    );
  }
  const azure = readOrigin(merged['AZURE_ORIGIN'], faults);
  if (faults.length > 0) throw new UserError(refusal(faults));
  return {
    source: { kind: 'variables', values },
    azure,
    notes: [...describeOrigins(values, env, ofFile), ...findIgnored(merged), ...unused(ofFile)],
  };
}

function notUsed(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  return [
    `Not used, because --stack names a stack: ${names.join(', ')}. Without --stack, npm start uses the Azure resource of these variables.`,
  ];
}

/** The message about variables that cannot be used. */
export function refusal(faults: readonly string[]): string {
  return [
    'The gateway does not start with these variables:',
    ...faults.map((fault) => `  ${fault}`),
    'To run the stack dev without them: npm start -- --stack dev',
  ].join('\n');
}

/** Which of the variables that are used come from where. */
function describeOrigins(
  values: Readonly<Record<string, string>>,
  env: Variables,
  ofFile: Variables,
): readonly string[] {
  const names = Object.keys(values).filter((name) => !isIgnored(name));
  const isIn = (variables: Variables) => (name: string) => namesIn(variables).includes(name);
  const fromEnv = names.filter(isIn(env));
  const fromFile = names.filter((name) => !fromEnv.includes(name));
  const both = fromEnv.filter(isIn(ofFile));
  return [
    ...(fromFile.length > 0 ? [`From .env: ${fromFile.join(', ')}`] : []),
    ...(fromEnv.length > 0 ? [`From the environment: ${fromEnv.join(', ')}`] : []),
    ...(both.length > 0 ? [`The environment wins over .env: ${both.join(', ')}`] : []),
  ];
}

function unused(ofFile: Variables): readonly string[] {
  const names = namesIn(ofFile).filter((name) => CONTAINER_ONLY.includes(name));
  if (names.length === 0) return [];
  return [`Only the container uses ${names.join(', ')} of .env; npm start has --port`];
}

function readOrigin(text: string | undefined, faults: string[]): URL | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const origin = parseOrigin(text.trim());
  if (origin === null) {
    faults.push('AZURE_ORIGIN takes an address without a path, such as http://127.0.0.1:8788');
  }
  return origin ?? undefined;
}

/** Names of those with a value. */
function namesIn(variables: Variables): readonly string[] {
  return Object.keys(variables).filter((name) => {
    const isKnown =
      isWorkerVariable(name) || name === 'AZURE_ORIGIN' || CONTAINER_ONLY.includes(name);
    return isKnown && (variables[name] ?? '').trim() !== '';
  });
}
