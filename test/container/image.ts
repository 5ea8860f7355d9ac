// The image without Docker: the Dockerfile's last stage, its COPY lines carried out in a folder,
// and its command run there with its variables. RUN lines are for a person to try.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { buildLedger, buildWorker } from '../../infra/bundle/bundle.ts';
import { buildPage } from '../../infra/bundle/page.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A line of the Dockerfile. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

export interface Image {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCommand: readonly string[];
}

/** The Dockerfile's stages, each from its FROM on. */
export async function readStages(): Promise<readonly (readonly Instruction[])[]> {
  const lines = (await readFile(join(ROOT, 'Dockerfile'), 'utf8')).split('\n').filter(Boolean);
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [name = '', ...rest] = line.split(' ');
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, text: rest.join(' ') });
  }
  return stages;
}

/** Copies what the last stage copies: from the checkout, and what the first would have made. */
export async function assembleImage(): Promise<Image> {
  buildWorker(ROOT);
  buildLedger(ROOT);
  buildPage(ROOT);
  const last = (await readStages()).at(-1) ?? [];
  const folder = await copyStage(last);
  const texts = (name: string) => textsOf(last, name);
  return {
    folder,
    env: Object.fromEntries(
      texts('ENV').flatMap((text) =>
        text
          .split(' ')
          .map((pair): [string, string] => [
            pair.slice(0, pair.indexOf('=')),
            pair.slice(pair.indexOf('=') + 1),
          ]),
      ),
    ),
    command: commandIn(texts('CMD')[0]),
    healthCommand: commandIn(texts('HEALTHCHECK')[0]?.replace(/^.*CMD /, '')),
  };
}

/** A folder with what a stage copies. */
export async function copyStage(stage: readonly Instruction[]): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'image-')));
  for (const text of textsOf(stage, 'COPY')) await copy(text, folder);
  return folder;
}

/** What follows each instruction of this name. */
export function textsOf(stage: readonly Instruction[], name: string): readonly string[] {
  return stage.filter((instruction) => instruction.name === name).map(({ text }) => text);
}

/** Starts a command of the image, with these variables and the image's own and no others. */
export function runInImage(
  { folder, env }: Image,
  [program = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(program, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** https://docs.docker.com/reference/dockerfile/#copy, as far as the Dockerfile uses it. */
async function copy(text: string, folder: string): Promise<void> {
  const paths = text.replace(/^--from=build /, '').split(' ');
  const target = paths.pop() ?? '';
  for (const path of paths) {
    const source = join(ROOT, path.replace(/^\/app\//, ''));
    const to = join(folder, target, target.endsWith('/') ? basename(path) : '');
    await mkdir(dirname(to), { recursive: true });
    await cp(source, to, { recursive: true, filter: (from) => !from.includes('workers-types') });
  }
}

function commandIn(json: string | undefined): readonly string[] {
  const command: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(command) ? command.map(String) : [];
}
