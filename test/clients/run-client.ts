// Runs one client on a stack of its own, and judges every check by what the client says and by what
// reached Azure.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runBounded } from './bounded-process.ts';
import { endLeftovers } from './end-leftovers.ts';
import type { CheckResult, Client, ClientResult, Command, Place } from './client.ts';
import { CACHE, ROOT } from './folders.ts';
import { startGateway, type Gateway } from './gateway.ts';
import { installClient, LeftOut, type Installed } from './install.ts';
import { parseLines } from './program-lines.ts';
import { startTls } from './tls.ts';
import { findLeak, findMissing } from './witness.ts';

/** The longest check waits for the gateway's own keep-alive. */
const BOUND_MS = 180_000;

/** Gets each result as it is known. */
export type OnCheck = (result: CheckResult) => void;

export async function runClient(client: Client, onCheck: OnCheck): Promise<ClientResult> {
  const { name, version, stack = 'example' } = client;
  const checks: CheckResult[] = [];
  const add = (result: CheckResult) => {
    checks.push(result);
    onCheck(result);
  };
  try {
    const installed = await installClient(client);
    await onStack(client, installed, add);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof LeftOut) return { name, version, stack, checks, leftOut: reason };
    add({ check: 'install', failure: reason });
  }
  return { name, version, stack, checks };
}

async function onStack(client: Client, installed: Installed, add: OnCheck): Promise<void> {
  const gateway = await startGateway(client.stack ?? 'example');
  const tls = await startTls(gateway.origin);
  const home = await mkdtemp(join(tmpdir(), 'client-'));
  const { origin, key, dataKey } = gateway;
  const place: Place = { origin, tlsOrigin: tls.origin, key, dataKey, home };
  const run = { client, installed, gateway, place, certificate: tls.certificateFile };
  try {
    for (const result of await ('commands' in client ? runCommands(run) : runProgram(run))) {
      const failure =
        result.failure ?? findMissing(gateway.azure, result.check, client.reaches?.[result.check]);
      add({ check: result.check, ...(failure !== undefined && { failure }) });
    }
    const leak = findLeak(gateway);
    if (leak !== undefined) add({ check: 'keys', failure: leak });
    const bug = gateway.output.find((line) => /"bug"|internal_error/.test(line));
    if (bug !== undefined) add({ check: 'log', failure: bug });
  } finally {
    endLeftovers(home);
    tls.stop();
    await gateway.stop();
    await rm(home, { recursive: true, force: true });
  }
}

interface Run {
  readonly client: Client;
  readonly installed: Installed;
  readonly gateway: Gateway;
  readonly place: Place;
  /** Of the authority that signed the run's own certificate. */
  readonly certificate: string;
}

async function runProgram(run: Run): Promise<readonly CheckResult[]> {
  const { client, installed, place } = run;
  if (!('checks' in client)) return [];
  const { checks } = client;
  const finished = await runBounded([...installed.start, ...checks], {
    cwd: place.home,
    env: environment(run),
    boundMs: BOUND_MS,
  });
  await keepLog(client, finished.stdout + finished.stderr);
  const results = parseLines(finished.stdout);
  const end = finished.hung ? 'the program hung' : `the program ended with ${finished.code}`;
  return checks.map(
    (check) =>
      results.get(check) ?? {
        check,
        failure: `no result, ${end}: ${lastLine(finished.stderr)}`,
      },
  );
}

async function runCommands(run: Run): Promise<readonly CheckResult[]> {
  const { client, place } = run;
  if (!('commands' in client)) return [];
  for (const [path, text] of Object.entries(client.files?.(place) ?? {})) {
    const file = join(place.home, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const env = { ...environment(run), ...client.env?.(place) };
  const results: CheckResult[] = [];
  let log = '';
  for (const [check, command] of Object.entries(client.commands(place))) {
    const { args, input } = command;
    const finished = await runBounded(args, {
      cwd: place.home,
      env,
      boundMs: BOUND_MS,
      ...(input !== undefined && { input }),
    });
    log += `--- ${check}\n${finished.stdout}${finished.stderr}\n`;
    const failure = judge(command, finished);
    results.push({ check, ...(failure !== undefined && { failure }) });
  }
  await keepLog(client, log);
  return results;
}

function judge(
  { prints, fails = false }: Command,
  { code, hung, stdout, stderr }: Awaited<ReturnType<typeof runBounded>>,
): string | undefined {
  if (hung) return 'the command hung';
  const said = `${stdout}\n${stderr}`;
  if (fails === (code === 0)) return `exit code ${code}: ${lastLine(said)}`;
  return prints.test(said) ? undefined : `it printed no ${prints.source}: ${lastLine(said)}`;
}

/** Nothing of the machine's own settings reaches a client. */
function environment({ client, installed, place, certificate }: Run): Record<string, string> {
  const { needs } = client;
  return {
    PATH: [installed.bin, ...searchPath(client)].join(':'),
    HOME: place.home,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    CI: '1',
    NODE_EXTRA_CA_CERTS: certificate,
    SSL_CERT_FILE: certificate,
    REQUESTS_CA_BUNDLE: certificate,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    GATEWAY_ORIGIN: place.origin,
    GATEWAY_TLS_ORIGIN: place.tlsOrigin,
    GATEWAY_KEY: place.key,
    GATEWAY_DATA_KEY: place.dataKey,
    ...(needs !== undefined && { [needs.variable]: process.env[needs.variable] ?? needs.path }),
  };
}

/** npm puts the project's Node first. */
function searchPath({ systemNode = false }: Client): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(':');
  if (systemNode) return folders.filter((folder) => !folder.startsWith(ROOT));
  return [dirname(process.execPath), ...folders];
}

async function keepLog({ name }: Client, text: string): Promise<void> {
  const folder = join(CACHE, 'logs');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name.replaceAll(/[^\w.-]+/g, '-')}.txt`), text);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}
