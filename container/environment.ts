// Turns the container's variables into what to run, or lists every fault. The Worker's own code checks the
// Worker's variables. Messages name variables and never show a value.
import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { NO_MODEL } from '../command-line/no-model.ts';
import { parseOrigin } from '../command-line/parse-origin.ts';
import { pickVariables, unquoted } from '../command-line/worker-variables.ts';
import { parseConfig } from '../worker/config/parse-config.ts';
import { err, ok, type Result } from '../worker/contract/result.ts';
import { readBinding } from '../worker/config/read-binding.ts';
import { isList, isObject, parseJson } from '../worker/formats/json.ts';
import { hasKeylessVariable, readKeyless, type Keyless } from './keyless.ts';

/** What the container runs. */
export interface ContainerSettings {
  /** The Worker's bindings that are text: variables, unchanged, and `ENTRA`. */
  readonly bindings: Readonly<Record<string, string>>;
  /** Base64 of the PKCS#8 form (DER) of the key that signs; undefined: the gateway is not keyless. */
  readonly signingKey: string | undefined;
  readonly models: readonly string[];
  /** True without users: callers send Azure's own key. */
  readonly callersBringKey: boolean;
  /** IP address to listen on. */
  readonly address: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Send every Azure host here; undefined: to Azure. */
  readonly azure: URL | undefined;
  /** Absolute path of the folder for what users have spent; undefined: there are no limits. */
  readonly ledgerFolder: string | undefined;
  /** How long running answers may continue after the signal to stop. */
  readonly graceMs: number;
}

/** A volume of the image. */
const DEFAULT_LEDGER_FOLDER = '/data/ledger';

const DEFAULT_ADDRESS = '127.0.0.1';
const DEFAULT_PORT = 8787;

/** Docker sends SIGKILL ten seconds after SIGTERM: https://docs.docker.com/reference/cli/docker/container/stop/ */
const DEFAULT_GRACE_SECONDS = 8;

/** Reads the variables. An empty one counts as not set. */
export function readEnvironment(
  env: NodeJS.ProcessEnv,
): Result<ContainerSettings, readonly string[]> {
  const faults: string[] = [];
  const { ledger, ...options } = readOptions(env, faults);
  const bindings = pickVariables(env, faults);
  const keyless = readEntra(env, bindings, faults);
  if (keyless !== undefined) bindings['ENTRA'] = JSON.stringify(keyless.binding);
  const config = parseConfig(bindings);
  if (!config.ok) {
    // Faults of ENTRA are those of the variables that it is made from, and these are reported.
    const others = config.error.filter((fault) => !fault.startsWith('ENTRA'));
    return err([...others, ...faults]);
  }
  const { access, catalog, limits } = config.value;
  if (catalog.size === 0) faults.push(NO_MODEL);
  if (faults.length > 0) return err(faults);
  const callersBringKey = access.kind === 'azure-key';
  const signingKey = keyless?.pkcs8;
  return ok({
    ...options,
    bindings,
    signingKey,
    models: [...catalog.keys()],
    callersBringKey,
    ledgerFolder: limits === undefined ? undefined : ledger,
  });
}

function readEntra(
  env: NodeJS.ProcessEnv,
  bindings: ContainerSettings['bindings'],
  faults: string[],
): Keyless | undefined {
  const backends = parseJson(readBinding(bindings, 'BACKENDS') ?? '');
  const isNeeded =
    isList(backends) &&
    backends.some((backend) => isObject(backend) && backend['auth'] === 'entra');
  if (!isNeeded && !hasKeylessVariable(env)) return undefined;
  return readKeyless((name) => unquoted(name, env[name] ?? '', faults).trim(), faults);
}

function readOptions(
  env: NodeJS.ProcessEnv,
  faults: string[],
): Pick<ContainerSettings, 'address' | 'port' | 'azure' | 'graceMs'> & {
  readonly ledger: string;
} {
  const read = <T>(name: string, allowed: string, parse: (text: string) => T | null) => {
    const text = unquoted(name, env[name] ?? '', faults).trim();
    if (text === '') return undefined;
    const value = parse(text);
    if (value === null) faults.push(`${name} takes ${allowed}`);
    return value ?? undefined;
  };
  const address = read('LISTEN_ADDRESS', 'an IP address, such as 0.0.0.0', (text) =>
    isIP(text) === 0 ? null : text,
  );
  const port = read('PORT', 'a number from 0 to 65535', (text) => toWhole(text, 65_535));
  const graceSeconds = read('STOP_GRACE_SECONDS', 'a number of seconds from 0 to 3600', (text) =>
    toWhole(text, 3600),
  );
  const azure = read(
    'AZURE_ORIGIN',
    'an address without a path, such as http://127.0.0.1:8788',
    parseOrigin,
  );
  const ledger = read(
    'LEDGER_DIR',
    'the absolute path of a folder, such as /data/ledger',
    (text) => (isAbsolute(text) ? text : null),
  );
  return {
    ledger: ledger ?? DEFAULT_LEDGER_FOLDER,
    address: address ?? DEFAULT_ADDRESS,
    port: port ?? DEFAULT_PORT,
    azure,
    graceMs: (graceSeconds ?? DEFAULT_GRACE_SECONDS) * 1000,
  };
}

function toWhole(text: string, max: number): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= max ? Number(text) : null;
}
