// `npm run migrate`: turns the variables of the JavaScript proxies into a stack file without keys and
// into the commands that set the keys in it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { asObject } from '../command-line/as-object.ts';
import { report, UserError } from '../command-line/user-error.ts';
import { findFaults, findMoved } from './check.ts';
import { maskedCommand, quote, setCommand, shellScript } from './commands.ts';
import { HELP, parseOptions, type MigrateOptions } from './options.ts';
import { readMigration, type Migration } from './seed.ts';
import { secretsOf, toStackFile } from './stack-file.ts';
import { readVariables, type Variables } from './variables.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await migrate(options);
} catch (error) {
  report(error);
}

async function migrate(options: MigrateOptions): Promise<void> {
  const { stack } = options;
  const project = projectName();
  const file = `Pulumi.${stack}.yaml`;
  if (!options.commands && existsSync(file)) {
    throw new UserError(
      `${file} already exists and will not be overwritten. Choose another name with --stack, or delete the file. To print the commands that set its keys, add --commands.`,
    );
  }
  const migration = await readAll(options);
  const faults = findFaults(migration, project, stack);
  if (faults.length > 0)
    refuse('The program would refuse the settings made from these variables', faults);
  if (options.commands) printCommands(migration, file, stack, project);
  else {
    // `wx` also protects a file that was created in the meantime.
    writeFileSync(file, toStackFile(migration), { flag: 'wx' });
    describe(migration, file, options);
  }
}

function projectName(): string {
  if (!existsSync('Pulumi.yaml')) throw new UserError('Run this in the folder of Pulumi.yaml.');
  return String(asObject(parse(readFileSync('Pulumi.yaml', 'utf8')))['name']);
}

async function readAll({ files, env, users }: MigrateOptions): Promise<Migration> {
  const unreadable: string[] = [];
  let all: Variables = { values: {}, faults: [] };
  for (const file of files) {
    const content = await readText(file);
    const read = content === undefined ? undefined : readVariables(file, content, env);
    if (read === undefined) unreadable.push(`${file}: the file does not exist or cannot be read`);
    else if (!read.ok) unreadable.push(...read.error);
    else all = join(all, read.value);
  }
  const what = `${files.map((file) => (file === '-' ? 'Standard input' : file)).join(', ')} cannot be migrated`;
  // The unreadable files may contain what seems to be missing.
  if (unreadable.length > 0) refuse(what, unreadable);
  const migration = readMigration(all, users);
  const faults = [...all.faults, ...(migration.ok ? [] : migration.error)];
  if (faults.length > 0 || !migration.ok) refuse(what, faults);
  return migration.value;
}

function join(before: Variables, after: Variables): Variables {
  return {
    values: { ...before.values, ...after.values },
    cloudflareAccountId: after.cloudflareAccountId ?? before.cloudflareAccountId,
    faults: [...before.faults, ...after.faults],
  };
}

async function readText(file: string): Promise<string | undefined> {
  if (file === '-') {
    if (process.stdin.isTTY) console.error('Paste lines of NAME=value, then Ctrl-D:');
    return text(process.stdin);
  }
  try {
    // npm runs a script in the folder of package.json; INIT_CWD is the folder it was called from.
    return readFileSync(resolve(process.env['INIT_CWD'] ?? '.', file), 'utf8');
  } catch {
    return undefined;
  }
}

function refuse(what: string, faults: readonly string[]): never {
  throw new UserError([`${what}:`, ...faults.map((fault) => `  ${fault}`)].join('\n'));
}

function printCommands(migration: Migration, file: string, stack: string, project: string): void {
  if (!existsSync(file)) {
    throw new UserError(`${file} does not exist. Run this without --commands first to write it.`);
  }
  const secrets = secretsOf(migration);
  const moved = findMoved(readFileSync(file, 'utf8'), secrets, project);
  if (moved.length > 0) {
    refuse(
      `${file} was changed, so keys would be set for the wrong users`,
      moved.map(({ list, index, owner }) => `${list}[${index}] is not ${owner}`),
    );
  }
  process.stdout.write(shellScript(secrets, stack));
}

function describe(migration: Migration, file: string, options: MigrateOptions): void {
  const { stack, files, env, users } = options;
  const { account, azureKey, models } = migration;
  const secrets = secretsOf(migration);
  const names = models.flatMap(({ name, aliases }) => [name, ...aliases]);
  const again = [
    ...files.map(quote),
    ...(env === undefined ? [] : ['--env', quote(env)]),
    ...users.flatMap((name) => ['--user', quote(name)]),
    ...(stack === 'migrated' ? [] : ['--stack', stack]),
    '--commands',
  ].join(' ');
  const azureKeyCommand = setCommand({ list: 'regions', index: 0, member: 'key' }, stack);
  console.log(`Wrote ${file}.

  Azure resource  ${account}
  Deployments     ${models.map(({ deployment }) => deployment).join(', ')}
  Model names     ${names.join(', ')}
  Users           ${migration.users.map(({ name }) => name).join(', ')}
`);
  if (secrets.length > 0) {
    console.log(`The file contains no keys. These commands set them, encrypted; they are shown here without the keys:

${secrets.map((secret) => `  ${maskedCommand(secret, stack)}`).join('\n')}
`);
  }
  console.log(`Next steps:

  pulumi stack init ${stack}`);
  if (secrets.length > 0) console.log(`  npm run --silent migrate -- ${again} | sh`);
  if (azureKey === undefined) console.log(`  ${azureKeyCommand}`);
  if (migration.cloudflareAccountId === undefined) {
    console.log(`  pulumi config set --stack ${stack} cloudflareAccountId <32 hexadecimal digits>`);
  }
  console.log(`  pulumi config set --stack ${stack} workersDevSubdomain <name>
  npm run up -- --stack ${stack}
`);
  if (secrets.length > 0) {
    console.log(
      'The second line passes the keys through pipes, so no key is written to a file, the process list or your shell history.',
    );
  }
  if (azureKey === undefined) {
    console.log(
      'The variables do not contain the key of the Azure resource. The command with regions[0].key prompts for it.',
    );
  }
  if (migration.users.some(({ keys }) => keys.length === 0)) {
    console.log(
      `Then show the new keys: pulumi stack output --stack ${stack} users --show-secrets`,
    );
  }
}
