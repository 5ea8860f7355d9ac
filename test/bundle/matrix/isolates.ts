// Many Workers of the same bytes in one workerd, each in an isolate of its own, so that what one
// cell teaches its isolate about the accounts disturbs no other. Otherwise as local/workerd.ts runs it.
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

const WORKERD = (createRequire(import.meta.url)('workerd') as { default: string }).default;

/** One of them. */
export interface Isolate {
  readonly bindings: Readonly<Record<string, string>>;
  /** Where its requests go: to Azure; to a port where nobody listens; the first one there. */
  readonly reaches: 'azure' | 'nobody' | 'nobody, then azure';
}

export interface RunningIsolates {
  /** In the order in which they were asked for. */
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

/** A port where nobody listens: that of the discard protocol. */
const NOBODY = '127.0.0.1:9';

/** A connection that is refused, and after it others that are not. */
const REFUSE_FIRST = `let asked = 0;
export default { fetch: (request, env) => (asked++ === 0 ? env.NOBODY : env.AZURE).fetch(request) };`;

/** Starts them; resolves when all of them listen. */
export async function startIsolates(
  bundle: string,
  isolates: readonly Isolate[],
  azurePort: number,
  onLog: (line: string) => void,
): Promise<RunningIsolates> {
  const folder = await mkdtemp(join(tmpdir(), 'matrix-'));
  try {
    await copyFile(bundle, join(folder, 'worker.js'));
    await writeFile(join(folder, 'config.capnp'), configText(isolates, azurePort));
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
    // Broken connections are told here: that is what the matrix is made of.
    stderr?.resume();
    const ports = new Map<string, number>();
    for await (const line of createInterface({ input: control })) {
      const { socket, port } = JSON.parse(line) as { socket: string; port: number };
      ports.set(socket, port);
      if (ports.size === isolates.length) break;
    }
    if (ports.size < isolates.length) throw new Error('workerd ended before it listened');
    return {
      ports: isolates.map((_, index) => ports.get(`s${index}`) ?? 0),
      async stop() {
        end();
        await exited;
      },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function configText(isolates: readonly Isolate[], azurePort: number): string {
  const flags = COMPATIBILITY_FLAGS.map(quote).join(', ');
  const runtime = `compatibilityDate = ${quote(COMPATIBILITY_DATE)}, compatibilityFlags = [${flags}]`;
  const services = isolates.flatMap(({ bindings, reaches }, index) => {
    const texts = Object.entries(bindings).map(
      ([name, text]) => `(name = ${quote(name)}, text = ${quote(text)})`,
    );
    const refusing = reaches === 'nobody, then azure';
    const outbound = refusing ? `r${index}` : reaches;
    const gateway = `(name = "g${index}", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], bindings = [${texts.join(', ')}], globalOutbound = ${quote(outbound)}, ${runtime}))`;
    const router = `(name = "r${index}", worker = (modules = [(name = "r.js", esModule = ${quote(REFUSE_FIRST)})], bindings = [(name = "NOBODY", service = "nobody"), (name = "AZURE", service = "azure")], ${runtime}))`;
    return refusing ? [gateway, router] : [gateway];
  });
  const sockets = isolates.map(
    (_, index) => `(name = "s${index}", address = "127.0.0.1:0", http = (), service = "g${index}")`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "azure", external = (address = "127.0.0.1:${azurePort}", http = ())),
    (name = "nobody", external = (address = ${quote(NOBODY)}, http = ())),
    ${services.join(',\n    ')}
  ],
  sockets = [${sockets.join(',\n    ')}],
);
`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
