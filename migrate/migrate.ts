// `npm run migrate`: from the variables of the JavaScript proxies to a stack file without keys, and
// to the commands that put the keys into it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { report, UserError } from '../local/user-error.ts';
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
      `${file} exists and is not overwritten. Choose another name with --stack, or delete it. For the commands that put the keys into it: --commands.`,
    );
  }
  const migration = await readAll(options);
  const faults = findFaults(migration, project, stack);
  if (faults.length > 0) refuse('The program would not take what comes of these variables', faults);
  if (options.commands) printCommands(migration, file, stack, project);
  else {
    // `wx`: nor is one overwritten that came in the meantime.
    writeFileSync(file, toStackFile(migration), { flag: 'wx' });
    describe(migration, file, options);
  }
}

function projectName(): string {
  if (!existsSync('Pulumi.yaml')) throw new UserError('Run it in the folder of Pulumi.yaml.');
  return (parse(readFileSync('Pulumi.yaml', 'utf8')) as { readonly name: string }).name;
}

async function readAll({ files, env, users }: MigrateOptions): Promise<Migration> {
  const unreadable: string[] = [];
  let all: Variables = { values: {}, faults: [] };
  for (const file of files) {
    const content = await readText(file);
    const read = content === undefined ? undefined : readVariables(file, content, env);
    if (read === undefined) unreadable.push(`${file} cannot be read; is that its name?`);
    else if (!read.ok) unreadable.push(...read.error);
    else all = join(all, read.value);
  }
  const what = `${files.map((file) => (file === '-' ? 'Standard input' : file)).join(', ')} cannot be moved over`;
  // What else is missing may stand in there.
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
    // npm runs a script in the folder of package.json, wherever it was called.
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
    throw new UserError(`${file} is missing: run this without --commands first, which writes it.`);
  }
  const secrets = secretsOf(migration);
  const moved = findMoved(readFileSync(file, 'utf8'), secrets, project);
  if (moved.length > 0) {
    refuse(
      `${file} was changed, and keys would go to others`,
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
    console.log(`No key is in it. These commands put the keys into it, encrypted; here they are without the keys:

${secrets.map((secret) => `  ${maskedCommand(secret, stack)}`).join('\n')}
`);
  }
  console.log(`What to do now:

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
      'The second line hands the keys on through pipes: neither a file nor the list of processes nor the history of the shell gets to see one.',
    );
  }
  if (azureKey === undefined) {
    console.log(
      'The variables do not have the key of the Azure resource: the command that ends in regions[0].key asks for it.',
    );
  }
  if (migration.users.some(({ keys }) => keys.length === 0)) {
    console.log(
      `After that, this shows the new keys: pulumi stack output --stack ${stack} users --show-secrets`,
    );
  }
}
