// Many gateways of the same bytes in one workerd. What a gateway learns about its accounts must not reach
// the cells of another one, and the Worker keeps it per environment. So gateways that reach the same place
// share an isolate, where each gets an environment of its own: an isolate costs 20 ms of CPU, and there are
// 1,800 gateways. Otherwise local/workerd/workerd.ts runs the Worker like this.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  COMPATIBILITY_DATE,
  COMPATIBILITY_FLAGS,
} from '../../../infra/cloudflare/worker-runtime.ts';
import { CELL_HEADER } from './upstream.ts';

const WORKERD = (createRequire(import.meta.url)('workerd') as { default: string }).default;

/** One gateway. */
export interface TestGateway {
  /** The cells whose requests go through it. */
  readonly cells: readonly string[];
  readonly bindings: Readonly<Record<string, string>>;
  /** Where its requests go: to Azure; to a port where nothing listens; the first one of a cell there. */
  readonly reaches: Reach;
}

const REACHES = ['azure', 'closed port', 'closed port, then azure'] as const;
type Reach = (typeof REACHES)[number];

export interface RunningGateways {
  /** The port for the requests of gateways that reach this. */
  portOf(reach: Reach): number;
  stop(): Promise<void>;
}

/** A port where nothing listens: that of the discard protocol. */
const CLOSED_PORT = '127.0.0.1:9';

/** The Worker with the environment of the gateway that a cell's request names. */
const ENTRY = `import worker from 'worker.js';
export default { fetch: (request, { GATEWAYS, GATEWAY_OF_CELL }, context) =>
  worker.fetch(request, GATEWAYS[GATEWAY_OF_CELL[request.headers.get('${CELL_HEADER}')]], context) };`;

/** Refuses the first connection of each cell and lets its later ones through. */
const REFUSE_FIRST = `const refused = new Set();
export default { fetch(request, { CLOSED_PORT, AZURE }) {
  const cell = request.headers.get('${CELL_HEADER}');
  if (refused.has(cell)) return AZURE.fetch(request);
  refused.add(cell);
  return CLOSED_PORT.fetch(request);
} };`;

/** Starts them; resolves when all of them listen. */
export async function startGateways(
  bundle: string,
  gateways: readonly TestGateway[],
  azurePort: number,
  onLog: (line: string) => void,
): Promise<RunningGateways> {
  const folder = await mkdtemp(join(tmpdir(), 'matrix-'));
  try {
    await copyFile(bundle, join(folder, 'worker.js'));
    await writeFile(join(folder, 'config.capnp'), configText(gateways, azurePort));
    const child = spawn(WORKERD, ['serve', '--control-fd=3', join(folder, 'config.capnp')], {
      env: {},
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    const exited = once(child, 'close').then(() => process.off('exit', end));
    const [, stdout, stderr, control] = child.stdio as readonly Readable[];
    if (stdout === undefined || control === undefined) throw new Error('workerd has no pipes');
    createInterface({ input: stdout }).on('line', onLog);
    // It reports broken connections, of which the matrix is full.
    stderr?.resume();
    const ports = new Map<string, number>();
    for await (const line of createInterface({ input: control })) {
      const { socket, port } = JSON.parse(line) as { socket: string; port: number };
      ports.set(socket, port);
      if (ports.size === REACHES.length) break;
    }
    if (ports.size < REACHES.length) throw new Error('workerd ended before it listened');
    return {
      portOf: (reach) => ports.get(reach) ?? 0,
      async stop() {
        end();
        await exited;
      },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function configText(gateways: readonly TestGateway[], azurePort: number): string {
  const flags = COMPATIBILITY_FLAGS.map(quote).join(', ');
  const runtime = `compatibilityDate = ${quote(COMPATIBILITY_DATE)}, compatibilityFlags = [${flags}]`;
  const isolates = REACHES.map((reach) => {
    const own = gateways.filter(({ reaches }) => reaches === reach);
    const gatewayOfCell = Object.fromEntries(
      own.flatMap(({ cells }, index) => cells.map((cell) => [cell, index])),
    );
    const environments = own.map(({ bindings }) => bindings);
    return `(name = ${quote(`to ${reach}`)}, worker = (
      modules = [(name = "entry.js", esModule = ${quote(ENTRY)}), (name = "worker.js", esModule = embed "worker.js")],
      bindings = [
        (name = "GATEWAYS", json = ${quote(JSON.stringify(environments))}),
        (name = "GATEWAY_OF_CELL", json = ${quote(JSON.stringify(gatewayOfCell))}),
      ],
      globalOutbound = ${quote(reach)}, ${runtime}))`;
  });
  const sockets = REACHES.map(
    (reach) =>
      `(name = ${quote(reach)}, address = "127.0.0.1:0", http = (), service = ${quote(`to ${reach}`)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "azure", external = (address = "127.0.0.1:${azurePort}", http = ())),
    (name = "closed port", external = (address = ${quote(CLOSED_PORT)}, http = ())),
    (name = "closed port, then azure", worker = (
      modules = [(name = "refuse-first.js", esModule = ${quote(REFUSE_FIRST)})],
      bindings = [(name = "CLOSED_PORT", service = "closed port"), (name = "AZURE", service = "azure")], ${runtime})),
    ${isolates.join(',\n    ')}
  ],
  sockets = [${sockets.join(',\n    ')}],
);
`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
