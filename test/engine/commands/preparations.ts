// What must be the case before some documented commands make sense, and what others do at Azure.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readUsersFile } from '../../../infra/users-file.ts';
import { look } from '../operator/moments.ts';
import type { Operator } from '../operator/operator.ts';
import type { Session } from './session.ts';

/** Runs before a command; what it returns runs after it. */
export type Preparation = (session: Session) => Promise<(() => Promise<void>) | undefined>;

/** By the page's name and the command's beginning. */
export const PREPARATIONS: readonly (readonly [string, string, Preparation])[] = [
  ['README.md', 'npm run migrate', writeVariables],
  ['docs/migrate.md', 'npm run migrate', writeVariables],
  ['docs/operations.md', "pulumi config set --path 'regions[0].key'", useExistingAccount],
  ['docs/team.md', "pulumi config set --path 'regions[0].key'", useExistingAccount],
  ['docs/operations.md', 'npm run up -- --refresh', loseDeployment],
  ['docs/recovery.md', 'az cognitiveservices account purge', loseAccount],
  ['docs/team.md', 'pulumi config set activeKey 2', undoLater],
  ['docs/many-users.md', 'sed ', writeNames],
  ['docs/many-users.md', "npm run up -- --replace '**::seed-of-user-keys'", deriveKeys],
];

/** The variables of a JavaScript proxy, in each kind of file that the pages name. */
async function writeVariables({ operator: { folder } }: Session): Promise<undefined> {
  const users = Buffer.from(JSON.stringify([{ name: 'alice', key: 'sk-alice-0123456789' }]));
  const secrets = `AZURE_AUTHKEY=azure-key-0123456789\nCHIT_USERS=${users.toString('base64')}\n`;
  const names = 'RESOURCE_NAME = "my-resource"\nDEPLOY_NAME_GPT4 = "my-gpt-4"\n';
  await writeFile(join(folder, 'wrangler.toml'), `name = "proxy"\n\n[vars]\n${names}`);
  await writeFile(join(folder, '.dev.vars'), secrets);
  await writeFile(join(folder, '.env'), `${names.replaceAll(/[ "]/g, '')}${secrets}`);
}

/** A list of names, of which the command makes a users file. */
async function writeNames({ operator: { folder } }: Session) {
  const names = ['carol', '王芳', 'null', '0613'];
  await writeFile(join(folder, 'names.txt'), `${names.join('\n')}\n`);
  return async () => {
    const { users } = readUsersFile(folder, 'dev') as { users: unknown };
    expect(users).toEqual(names.map((name) => ({ name })));
    // The commands that follow are those of a stack without one.
    await rm(join(folder, 'users.dev.yaml'));
  };
}

/** The stack of the page's own excerpt, for one command. */
async function useExistingAccount({ operator: { folder } }: Session) {
  const file = join(folder, 'Pulumi.dev.yaml');
  const before = await readFile(file, 'utf8');
  const salt = before.split('\n').find((line) => line.startsWith('encryptionsalt:')) ?? '';
  const config = '  models:\n    - name: gpt-5.4-mini\n  regions:\n    - account: our-openai\n';
  await writeFile(file, `${salt}\nconfig:\n${config}`);
  return async () => {
    expect(await readFile(file, 'utf8')).toMatch(/account: our-openai\n\s+key:\n\s+secure: /);
    await writeFile(file, before);
  };
}

/** The `npm run up` that follows is run with the same change on another page. */
async function undoLater({ operator: { folder } }: Session) {
  const file = join(folder, 'Pulumi.dev.yaml');
  const before = await readFile(file, 'utf8');
  return () => writeFile(file, before);
}

/** Somebody deletes a deployment in the portal. */
async function loseDeployment({ operator }: Session) {
  const { id } = oneOf(operator, 'deployment');
  await remove(operator, id);
  return () => {
    expect(operator.clouds.azure.find(id)).toBeDefined();
    return Promise.resolve();
  };
}

/** Somebody deletes an account, and with it everything in it. */
async function loseAccount({ operator }: Session): Promise<undefined> {
  const { id } = oneOf(operator, 'account');
  const nested = operator.clouds.azure.all().filter((each) => each.id.startsWith(`${id}/`));
  for (const resource of nested) await remove(operator, resource.id);
  await remove(operator, id);
  expect(operator.clouds.azure.state.softDeleted).not.toEqual([]);
}

async function deriveKeys(session: Session): Promise<undefined> {
  for (const line of [
    'pulumi config set userKeys derived',
    'npm run up -- --yes --skip-preview --suppress-outputs',
  ]) {
    const { exitCode, said } = await session.type(line);
    expect(exitCode, said).toBe(0);
  }
}

/** What Azure's CLI would have Azure do. */
export async function doAtStandIn(line: string, operator: Operator): Promise<void> {
  const { azure } = operator.clouds;
  const [, number] = / keys regenerate .*--key-name key([12])\b/.exec(line) ?? [];
  if (number !== undefined) {
    azure.regenerate(oneOf(operator, 'account').id, number === '1' ? 1 : 2);
    // Only the key that the Worker does not use.
    expect(look(operator.clouds).models).toContain('gpt-5.4-mini');
    return;
  }
  for (const { id, location } of azure.state.softDeleted) {
    const [account = '', name = ''] = id.split(/\/accounts\//);
    const [subscription, rest = ''] = account.split('/resourceGroups/');
    const group = rest.split('/')[0] ?? '';
    await remove(
      operator,
      `${subscription ?? ''}/providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/${group}/deletedAccounts/${name}`,
    );
  }
  expect(azure.state.softDeleted).toEqual([]);
}

function oneOf({ clouds: { azure } }: Operator, kind: string) {
  const found = azure.all().find((resource) => resource.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
}

async function remove({ clouds }: Operator, id: string): Promise<void> {
  const { status } = await fetch(clouds.azureUrl + id, { method: 'DELETE' });
  expect(status).toBe(200);
}
