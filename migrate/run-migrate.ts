import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { asObject } from '../command-line/as-object.ts';
import { UserError } from '../command-line/user-error.ts';
import { findFaults, findMoved } from './check.ts';
import { shellScript } from './commands.ts';
import { describeMigration } from './describe.ts';
import { HELP, parseOptions, type MigrateOptions } from './options.ts';
import { readMigration, type Migration } from './seed.ts';
import { secretsOf, toStackFile } from './stack-file.ts';
import { readVariables, type Variables } from './variables.ts';

/** Where the program runs. */
export interface Place {
  /** The folder of Pulumi.yaml. */
  readonly project: string;
  /** The folder that the names of files are relative to. */
  readonly caller: string;
  /** Whether npm has printed lines of its own to an output that a program or a file gets. */
  readonly hasNpmLines?: boolean;
  readonly readStandardInput: () => Promise<string>;
}

/**
 * Runs the command line.
 *
 * @returns what to print on standard output; with `--commands` it contains the keys
 * @throws UserError for a wrong option, unreadable variables, or a stack file that is in the way
 */
export async function runMigrate(args: readonly string[], place: Place): Promise<string> {
  const options = parseOptions(args);
  if (options.help) return `${HELP}\n`;
  const { stack } = options;
  if (options.commands && place.hasNpmLines === true) throw npmLines();
  const project = projectName(place);
  const file = `Pulumi.${stack}.yaml`;
  const path = join(place.project, file);
  if (!options.commands && existsSync(path)) {
    throw new UserError(
      `${file} already exists and will not be overwritten. Choose another name with --stack, or delete the file. To print the commands that set its keys, add --commands.`,
    );
  }
  const migration = await readAll(options, place);
  const faults = findFaults(migration, project, stack);
  if (faults.length > 0) {
    refuse('The program would refuse the settings made from these variables', faults);
  }
  if (options.commands) return commandsFor(migration, path, file, stack, project);
  // `wx` also protects a file that was created in the meantime.
  writeFileSync(path, toStackFile(migration), { flag: 'wx' });
  return describeMigration(migration, file, options);
}

/** A shell takes `> name@version migrate` for a redirection into a file of that name. */
function npmLines(): UserError {
  return new UserError(
    'npm has printed lines of its own, which a shell would run, so no command follows. Leave them out: npm run --silent migrate -- … --commands | sh. If a shell ran them, it made two empty files, "node" and one with the name of the project, an @ and a version: delete both.',
  );
}

function projectName({ project }: Place): string {
  const file = join(project, 'Pulumi.yaml');
  if (!existsSync(file)) throw new UserError('Run this in the folder of Pulumi.yaml.');
  return String(asObject(parse(readFileSync(file, 'utf8')))['name']);
}

async function readAll({ files, env, users }: MigrateOptions, place: Place): Promise<Migration> {
  const unreadable: string[] = [];
  let all: Variables = { values: {}, faults: [] };
  for (const file of files) {
    const content = file === '-' ? await place.readStandardInput() : readText(file, place);
    const read = content === undefined ? undefined : readVariables(file, content, env);
    if (read === undefined) unreadable.push(`${file}: the file does not exist or cannot be read`);
    else if (!read.ok) unreadable.push(...read.error);
    else all = merge(all, read.value);
  }
  const what = `${files.map((file) => (file === '-' ? 'Standard input' : file)).join(', ')} cannot be migrated`;
  // The unreadable files may contain what seems to be missing.
  if (unreadable.length > 0) refuse(what, unreadable);
  const migration = readMigration(all, users);
  const faults = [...all.faults, ...(migration.ok ? [] : migration.error)];
  if (faults.length > 0 || !migration.ok) refuse(what, faults);
  return migration.value;
}

function merge(before: Variables, after: Variables): Variables {
  return {
    values: { ...before.values, ...after.values },
    cloudflareAccountId: after.cloudflareAccountId ?? before.cloudflareAccountId,
    faults: [...before.faults, ...after.faults],
  };
}

function readText(file: string, { caller }: Place): string | undefined {
  try {
    return readFileSync(resolve(caller, file), 'utf8');
  } catch {
    return undefined;
  }
}

function refuse(what: string, faults: readonly string[]): never {
  throw new UserError([`${what}:`, ...faults.map((fault) => `  ${fault}`)].join('\n'));
}

function commandsFor(
  migration: Migration,
  path: string,
  file: string,
  stack: string,
  project: string,
): string {
  if (!existsSync(path)) {
    throw new UserError(`${file} does not exist. Run this without --commands first to write it.`);
  }
  const secrets = secretsOf(migration);
  const moved = findMoved(readFileSync(path, 'utf8'), secrets, project);
  if (moved.length > 0) {
    refuse(
      `${file} was changed, so keys would be set for the wrong users`,
      moved.map(({ list, index, owner }) => `${list}[${index}] is not ${owner}`),
    );
  }
  return shellScript(secrets, stack);
}
