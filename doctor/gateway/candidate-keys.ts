// Which keys to try. A key of the state is read only where the environment has none.
import type { UserSettings } from '../../infra/settings/user-settings.ts';
import { Trouble } from '../finding.ts';
import { firstLine, readJsonObject } from '../stack/operators-pulumi.ts';
import type { GatewayBasics } from './gateway-basics.ts';

export interface CandidateKey {
  readonly key: string;
  /** For the report. */
  readonly from: string;
}

/** The key of the environment alone; or those of the stack's users, of admins first. */
export async function* candidateKeys(
  basics: GatewayBasics,
): AsyncGenerator<CandidateKey, void, undefined> {
  const { env, addresses } = basics;
  const given = env['OPENAI_API_KEY'];
  if (given !== undefined && given !== '') {
    yield { key: given, from: 'OPENAI_API_KEY' };
    return;
  }
  const keys = await readKeys(basics);
  if (keys === undefined && addresses.gateway !== undefined) return;
  for (const { name } of await usersInOrder(basics)) {
    const key = keys?.[name];
    if (typeof key === 'string') yield { key, from: "the stack's state" };
  }
}

/** @throws Trouble where the state has keys that cannot be decrypted */
async function readKeys({
  pulumi,
}: GatewayBasics): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { code, stdout, stderr } = await pulumi
    .callForStack(['stack', 'output', 'users', '--show-secrets', '--json'])
    .catch((error: unknown) => {
      if (error instanceof Trouble) return { code: null, stdout: '', stderr: error.message };
      throw error;
    });
  if (code === 0) return readJsonObject(stdout);
  if (/does not have output|no stack/i.test(stderr)) return undefined;
  throw new Trouble(
    `no user's key can be read from the state: ${firstLine(stderr)}`,
    'Set OPENAI_API_KEY to the key of a user, or make the secrets of the stack readable.',
  );
}

async function usersInOrder({ settings, now }: GatewayBasics): Promise<readonly UserSettings[]> {
  const { users } = await settings();
  const active = users.filter(
    ({ disabled, expires }) =>
      disabled !== true && (expires === undefined || expires * 1000 > now()),
  );
  // Those who may use most see most: an admin's requests can be sent to each account.
  const rank = ({ admin, models }: UserSettings) =>
    (admin === true ? 0 : 2) + (models === undefined ? 0 : 1);
  return active.toSorted((one, other) => rank(one) - rank(other));
}
