// Installs a client from its own registry into a folder of its own. Versions are exact; what a client
// depends on is resolved as of one day (uv, npm) or by the committed lock file (Go, Cargo). The
// registries do not let a published version change.
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runBounded, type Finished } from './bounded-process.ts';
import type { Client, Source } from './client.ts';
import { CACHE, ROOT } from './folders.ts';

/** Nothing published later is installed. Raise it together with the versions of the clients. */
const PUBLISHED_BEFORE = '2026-11-26T18:00:00Z';

const UV = 'uv==0.13.9';
const BOUND_MS = 1_200_000;

export interface Installed {
  /** What starts the program; the names of the checks are appended. */
  readonly start: readonly string[];
  /** Where the client's own commands are. */
  readonly bin: string;
}

/** The registry or the toolchain is missing on this machine. */
export class LeftOut extends Error {}

/**
 * Installs what is not there yet.
 *
 * @throws LeftOut
 * @throws Error when the registry's tool fails for any other reason
 */
export async function installClient(client: Client): Promise<Installed> {
  const { name, source, needs } = client;
  if (needs !== undefined && !existsSync(process.env[needs.variable] ?? needs.path)) {
    throw new LeftOut(
      `${needs.path} is not on this machine; ${needs.variable} may say another path`,
    );
  }
  const folder = join(CACHE, name.replaceAll(/[^\w.-]+/g, '-'));
  const stamp = join(folder, 'installed.json');
  const wanted = JSON.stringify({ source, before: PUBLISHED_BEFORE });
  const compiled = source.tool in COMPILED;
  const known = await readFile(stamp, 'utf8').catch(() => '');
  // Compilers know by themselves what has changed.
  if (known !== wanted && !compiled) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (known !== wanted || compiled) {
    await INSTALL[source.tool](folder, source);
    await writeFile(stamp, wanted);
  }
  return installedIn(folder, client);
}

async function installedIn(folder: string, client: Client): Promise<Installed> {
  const program = 'program' in client ? client.program : undefined;
  switch (client.source.tool) {
    case 'uv':
      return {
        start: [join(folder, 'venv/bin/python'), join(ROOT, 'test/clients', program ?? '')],
        bin: join(folder, 'venv/bin'),
      };
    case 'npm':
    case 'none': {
      // A module finds its packages from where it is.
      const programs = join(ROOT, 'test/clients/javascript');
      for (const file of await readdir(programs))
        await cp(join(programs, file), join(folder, file));
      const node = client.systemNode === true ? 'node' : process.execPath;
      return {
        start: [node, join(folder, (program ?? '').replace('javascript/', ''))],
        bin: join(folder, 'node_modules/.bin'),
      };
    }
    case 'go':
    case 'cargo':
      return { start: [join(folder, 'program')], bin: folder };
    case 'maven': {
      const classes = `${join(folder, 'source/target/classes')}:${join(folder, 'source/target/dependency')}/*`;
      const trust = `-Djavax.net.ssl.trustStore=${join(CACHE, 'tls/truststore.p12')}`;
      return {
        start: [
          'java',
          '-cp',
          classes,
          trust,
          '-Djavax.net.ssl.trustStorePassword=changeit',
          'Program',
        ],
        bin: folder,
      };
    }
  }
}

const INSTALL: Readonly<Record<Source['tool'], (folder: string, source: Source) => Promise<void>>> =
  {
    async uv(folder, source) {
      if (source.tool !== 'uv') return;
      const uv = await installUv();
      const python = join(folder, 'venv');
      await runTool([uv, 'venv', '-q', python], folder);
      await runTool(
        [
          uv,
          'pip',
          'install',
          '-q',
          '--python',
          python,
          '--exclude-newer',
          PUBLISHED_BEFORE,
        ].concat(source.packages),
        folder,
      );
    },
    async npm(folder, source) {
      if (source.tool !== 'npm') return;
      await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
      await runTool(
        [
          'npm',
          'install',
          '--loglevel=error',
          '--save-exact',
          `--before=${PUBLISHED_BEFORE}`,
        ].concat(source.packages),
        folder,
      );
    },
    async go(folder, source) {
      const copy = await copySource(folder, source);
      await runTool(
        ['go', 'build', '-mod=readonly', '-o', '../program', `./${partOf(source)}`],
        copy,
      );
    },
    async cargo(folder, source) {
      const copy = await copySource(folder, source);
      await runTool(['cargo', 'build', '--quiet', '--locked'], copy);
      await cp(join(copy, 'target/debug/program'), join(folder, 'program'));
    },
    async maven(folder, source) {
      const copy = await copySource(folder, source);
      await runTool(
        ['mvn', '-B', '-q', `-Dmaven.repo.local=${join(CACHE, 'tools/maven')}`].concat(
          '-P',
          partOf(source),
          'compile',
          'dependency:copy-dependencies',
        ),
        copy,
      );
    },
    none: () => Promise.resolve(),
  };

/** Folders with programs that are compiled. */
const COMPILED: Readonly<Partial<Record<Source['tool'], string>>> = {
  go: 'go',
  cargo: 'rust',
  maven: 'java',
};

function partOf(source: Source): string {
  return 'part' in source ? (source.part ?? '.') : '.';
}

async function copySource(folder: string, source: Source): Promise<string> {
  const copy = join(folder, 'source');
  await cp(join(ROOT, 'test/clients', COMPILED[source.tool] ?? ''), copy, { recursive: true });
  return copy;
}

/** uv is a package of PyPI itself. */
async function installUv(): Promise<string> {
  const folder = join(CACHE, 'tools', UV);
  const uv = join(folder, 'bin/uv');
  const isThere = await runBounded([uv, '--version'], options(CACHE)).catch(() => undefined);
  if (isThere?.code === 0) return uv;
  await rm(folder, { recursive: true, force: true });
  await runTool(['python3', '-m', 'venv', folder], CACHE);
  await runTool([join(folder, 'bin/pip'), 'install', '-q', UV], CACHE);
  return uv;
}

function options(cwd: string) {
  return {
    cwd,
    env: { ...process.env, UV_CACHE_DIR: join(CACHE, 'tools/uv-cache') },
    boundMs: BOUND_MS,
  };
}

async function runTool(command: readonly string[], cwd: string): Promise<void> {
  const [tool = ''] = command;
  let finished: Finished;
  try {
    finished = await runBounded(command, options(cwd));
  } catch {
    throw new LeftOut(`${tool} is not on this machine`);
  }
  if (finished.code === 0) return;
  const said = `${finished.stdout}\n${finished.stderr}`;
  const unreachable = said.split('\n').find((line) => UNREACHABLE.test(line));
  if (unreachable !== undefined) throw new LeftOut(`registry not reachable: ${unreachable.trim()}`);
  throw new Error(finished.hung ? `${tool} did not end` : lastLines(said));
}

const UNREACHABLE =
  /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|resolve host|dns error|name resolution|no such host|connection refused|tcp connect|unreachable|Unknown host|tunnel/i;

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join(' | ');
}
