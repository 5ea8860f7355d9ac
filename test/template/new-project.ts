// Making a project of this one as `pulumi new` does: which files it copies, what it replaces in
// them, and how it writes Pulumi.yaml and the stack's file again. Follows
// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/workspace/templates.go (walkFiles,
// transform) and https://github.com/pulumi/pulumi/blob/master/pkg/cmd/pulumi/newcmd/new.go.
import { mkdir, mkdtemp, readFile, realpath, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { projectFiles } from './project-files.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The text that `pulumi new` replaces everywhere. Written in parts, or it would be replaced here too. */
export const PLACEHOLDERS = {
  name: ['$', '{PROJECT}'].join(''),
  description: ['$', '{DESCRIPTION}'].join(''),
} as const;

/** What a person answers. */
export interface Answers {
  readonly name: string;
  readonly description: string;
  /** For the stack dev, by key. None: its file stays as it is. */
  readonly config: Readonly<Record<string, string>>;
}

/** A name that makes neither a host name nor a Worker's name as it is. */
export const MY_TEAM: Answers = {
  name: 'My.Team_Gateway',
  description: 'The gateway of my team',
  config: { cloudflareAccountId: '0'.repeat(32), workersDevSubdomain: 'my-team' },
};

/** The template that a project is made of, where `pulumi new` writes it. */
const TAGS = { 'pulumi:tags': { value: { 'pulumi:template': 'https://example.org/template' } } };

const projectSchema = z.object({
  runtime: z.unknown(),
  config: z.record(z.string(), z.unknown()),
});
const stackSchema = z.object({ config: z.record(z.string(), z.unknown()) });

/** Whether this project is the template. One made of it is not. */
export async function isTemplate(): Promise<boolean> {
  const project: unknown = parse(await readFile(join(ROOT, 'Pulumi.yaml'), 'utf8'));
  return z.object({ template: z.object({}) }).safeParse(project).success;
}

/** The environment without the variables that show a process that it runs in Vitest. */
export function plainEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)),
  );
}

/**
 * Makes the project in a folder of its own, with this one's node_modules. The caller removes it.
 */
export async function newProject(answers: Answers): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'new-project-')));
  for (const file of projectFiles(ROOT)) await copy(file, folder, answers);
  await saveProject(join(folder, 'Pulumi.yaml'), answers);
  if (Object.keys(answers.config).length > 0) {
    await saveStack(join(folder, 'Pulumi.dev.yaml'), answers);
  }
  await symlink(await realpath(join(ROOT, 'node_modules')), join(folder, 'node_modules'));
  return folder;
}

async function copy(file: string, folder: string, answers: Answers): Promise<void> {
  const source = join(ROOT, file);
  const target = join(folder, file.replaceAll(PLACEHOLDERS.name, answers.name));
  const bytes = await readFile(source);
  const { mode } = await stat(source);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, isBinary(bytes) ? bytes : replaced(bytes.toString(), answers), {
    mode: mode | 0o600,
  });
}

function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

function replaced(text: string, { name, description }: Answers): string {
  return text.replaceAll(PLACEHOLDERS.name, name).replaceAll(PLACEHOLDERS.description, description);
}

/** Go writes the fields in the order of its struct, and the keys of a map by name. */
async function saveProject(file: string, { name, description }: Answers): Promise<void> {
  const { runtime, config } = projectSchema.parse(parse(await readFile(file, 'utf8')));
  await writeFile(
    file,
    stringify({ name, runtime, description, config: byName({ ...config, ...TAGS }) }),
  );
}

/** As `pulumi config set` does. */
async function saveStack(file: string, { name, config: given }: Answers): Promise<void> {
  const { config } = stackSchema.parse(parse(await readFile(file, 'utf8')));
  const namespaced = Object.entries({ ...config, ...given }).map(
    ([key, value]): [string, unknown] => [key.includes(':') ? key : `${name}:${key}`, value],
  );
  await writeFile(file, stringify({ config: byName(Object.fromEntries(namespaced)) }));
}

function byName(entries: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}
