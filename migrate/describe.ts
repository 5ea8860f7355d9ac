// What `npm run migrate` prints when it has written a stack file.
import { maskedCommand, quote, setCommand } from './commands.ts';
import type { MigrateOptions } from './options.ts';
import type { Migration } from './seed.ts';
import { secretsOf, teamNames, TEAMS_WITHOUT_LIMITS, type Secret } from './stack-file.ts';

/** What was written and what to do next. It contains no key. */
export function describeMigration(
  migration: Migration,
  file: string,
  options: MigrateOptions,
): string {
  const { account, models, users } = migration;
  const { stack } = options;
  const secrets = secretsOf(migration);
  const names = models.flatMap(({ name, aliases }) => [name, ...aliases]);
  return `Wrote ${file}.

  Azure resource  ${account}
  Deployments     ${models.map(({ deployment }) => deployment).join(', ')}
  Model names     ${names.join(', ')}
  Users           ${users.map(({ name }) => name).join(', ')}

${describeCommands(secrets, stack)}Next steps:

${nextSteps(migration, secrets, options)
  .map((step) => `  ${step}\n`)
  .join('')}
${remarks(migration, secrets, stack)
  .map((remark) => `${remark}\n`)
  .join('')}`;
}

function describeCommands(secrets: readonly Secret[], stack: string): string {
  if (secrets.length === 0) return '';
  const commands = secrets.map((secret) => `  ${maskedCommand(secret, stack)}\n`).join('');
  return `The file contains no keys. These commands set them, encrypted; they are shown here without the keys:

${commands}
`;
}

function nextSteps(
  { azureKey, cloudflareAccountId }: Migration,
  secrets: readonly Secret[],
  options: MigrateOptions,
): readonly string[] {
  const { stack } = options;
  const set = `pulumi config set --stack ${stack}`;
  const azureKeyCommand = setCommand({ list: 'regions', index: 0, member: 'key' }, stack);
  return [
    `pulumi stack init ${stack}`,
    ...(secrets.length > 0 ? [`npm run --silent migrate -- ${sameArguments(options)} | sh`] : []),
    ...(azureKey === undefined ? [azureKeyCommand] : []),
    ...(cloudflareAccountId === undefined
      ? [`${set} cloudflareAccountId <32 hexadecimal digits>`]
      : []),
    `${set} workersDevSubdomain <name>`,
    `npm run up -- --stack ${stack}`,
  ];
}

/** The arguments of this run, with `--commands`. */
function sameArguments({ files, env, users, stack }: MigrateOptions): string {
  return [
    ...files.map(quote),
    ...(env === undefined ? [] : ['--env', quote(env)]),
    ...users.flatMap((name) => ['--user', quote(name)]),
    ...(stack === 'migrated' ? [] : ['--stack', stack]),
    '--commands',
  ].join(' ');
}

function remarks(
  { azureKey, users }: Migration,
  secrets: readonly Secret[],
  stack: string,
): readonly string[] {
  return [
    ...(secrets.length > 0
      ? [
          'The second line passes the keys through pipes, so no key is written to a file, the process list or your shell history.',
        ]
      : []),
    ...(azureKey === undefined
      ? [
          'The variables do not contain the key of the Azure resource. The command with regions[0].key prompts for it.',
        ]
      : []),
    ...(teamNames(users).length > 0 ? [TEAMS_WITHOUT_LIMITS] : []),
    ...(users.some(({ keys }) => keys.length === 0)
      ? [`Then show the new keys: pulumi stack output --stack ${stack} users --show-secrets`]
      : []),
  ];
}
