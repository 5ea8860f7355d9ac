// Cloudflare's token and account, and the address that the Worker gets.
import { asObject } from '../../command-line/as-object.ts';
import type { Check } from '../check.ts';
import { failed, notNeeded, ok, warning, type Finding } from '../finding.ts';
import type { CloudflareAccess, CloudflareAnswer } from '../context/cloudflare-access.ts';
import type { Context } from '../context/context.ts';
import { daysUntil } from './days.ts';

const SOON_DAYS = 14;
const TOKENS = 'https://dash.cloudflare.com/profile/api-tokens';

/** Codes of an account id that is not one: https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
const NO_ACCOUNT: ReadonlySet<number | undefined> = new Set([7000, 7003, 10_027]);

/** The account has no name below workers.dev: https://github.com/cloudflare/workers-sdk/pull/2016 */
const NO_SUBDOMAIN: ReadonlySet<number | undefined> = new Set([10_007, 10_063]);

export const CLOUDFLARE_CHECKS: readonly Check[] = [
  {
    id: 'cloudflare-token',
    title: "Cloudflare's token",
    needs: ['settings'],
    run: checkToken,
  },
  {
    id: 'cloudflare-account',
    title: "Cloudflare's account",
    needs: ['cloudflare-token'],
    run: checkAccount,
  },
  {
    id: 'cloudflare-rights',
    title: 'Rights at Cloudflare',
    needs: ['cloudflare-account'],
    run: checkRights,
  },
  {
    id: 'workers-dev',
    title: 'Name below workers.dev',
    needs: ['cloudflare-account'],
    run: checkWorkersDev,
  },
];

/** A token is a user's or an account's, and each kind is verified at its own address. */
async function verify(api: CloudflareAccess, accountId: string) {
  const ofUser = await api.get('/user/tokens/verify');
  if (ofUser.status === 200) return { owner: '/user', answer: ofUser };
  const owner = `/accounts/${encodeURIComponent(accountId)}`;
  const ofAccount = await api.get(`${owner}/tokens/verify`);
  return { owner, answer: ofAccount.status === 200 ? ofAccount : ofUser };
}

/** https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/ */
async function checkToken({ cloudflare, settings, now }: Context): Promise<Finding> {
  const api = await cloudflare();
  if (!api.isToken) {
    return warning(
      'an API key with an e-mail address is used, which has all rights of its user',
      `Use a token instead: ${TOKENS}`,
    );
  }
  const { answer } = await verify(api, (await settings()).accountId);
  if (answer.status !== 200) {
    return failed(
      `Cloudflare does not know the token (${answer.said})`,
      `Copy the token again, without spaces or quotes, or make another one at ${TOKENS}, and set CLOUDFLARE_API_TOKEN.`,
    );
  }
  const { status, expires_on: end } = asObject(answer.result);
  if (status !== 'active') {
    return failed(
      `the token is ${String(status)}`,
      `Renew it, or make another one at ${TOKENS}, and set CLOUDFLARE_API_TOKEN.`,
    );
  }
  if (typeof end !== 'string') return ok('active, without an end');
  if (daysUntil(Date.parse(end), now()) >= SOON_DAYS) return ok(`active until ${end}`);
  return warning(`active until ${end} only`, `Renew it at ${TOKENS}.`);
}

async function checkAccount({ cloudflare, settings }: Context): Promise<Finding> {
  const { accountId } = await settings();
  const api = await cloudflare();
  const answer = await api.get(`/accounts/${accountId}/workers/scripts`);
  if (answer.status === 200) {
    const { length } = toList(answer);
    return ok(`${accountId}, ${length} Worker${length === 1 ? '' : 's'}`);
  }
  const found = `the token cannot list the Workers of the account ${accountId} (${answer.said})`;
  if (NO_ACCOUNT.has(answer.code)) {
    return failed(
      found,
      'Compare cloudflareAccountId with the address of the dashboard: https://dash.cloudflare.com/<account id>',
    );
  }
  return failed(
    found,
    `Compare cloudflareAccountId with the address of the dashboard, https://dash.cloudflare.com/<account id>, and give the token the permission Account, Workers Scripts, Edit for this account: ${TOKENS}`,
  );
}

/** What a token may write is only in its policies, which few tokens may read. */
async function checkRights({ cloudflare, settings }: Context): Promise<Finding> {
  const { accountId, customDomain } = await settings();
  const api = await cloudflare();
  if (!api.isToken) return notNeeded('an API key has all rights of its user');
  const { owner, answer } = await verify(api, accountId);
  const token = await api.get(`${owner}/tokens/${String(asObject(answer.result)['id'])}`);
  if (token.status !== 200) {
    return notNeeded(
      'the token may read Workers; whether it may write them only npm run up shows, because this token may not read its own permissions',
    );
  }
  const { policies } = asObject(token.result);
  const groups = toObjects(policies)
    .filter(({ effect }) => effect === 'allow')
    .flatMap(({ permission_groups: of }) => toObjects(of))
    .map(({ name }) => String(name));
  const needed = [
    'Workers Scripts Write',
    ...(customDomain === undefined ? [] : ['Workers Routes Write']),
  ];
  const missing = needed.filter((name) => !groups.includes(name));
  if (missing.length === 0) return ok(needed.join(', '));
  return failed(
    `the token lacks: ${missing.join(', ')}`,
    `Give it these permissions (the dashboard says Edit instead of Write): ${TOKENS}`,
  );
}

async function checkWorkersDev({ cloudflare, settings }: Context): Promise<Finding> {
  const { accountId, workersDev, workersDevSubdomain } = await settings();
  if (!workersDev) return notNeeded('the stack does not use workers.dev');
  const api = await cloudflare();
  const answer = await api.get(`/accounts/${accountId}/workers/subdomain`);
  if (NO_SUBDOMAIN.has(answer.code)) {
    return failed(
      'the account has no name below workers.dev yet',
      `Open Workers & Pages once, which creates it: https://dash.cloudflare.com/${accountId}/workers-and-pages`,
    );
  }
  if (answer.status !== 200) {
    return failed(
      `Cloudflare did not answer with the name (${answer.said})`,
      'Try again; see https://www.cloudflarestatus.com if it lasts.',
    );
  }
  const subdomain = String(asObject(answer.result)['subdomain']);
  if (workersDevSubdomain === undefined || workersDevSubdomain === subdomain) {
    return ok(`${subdomain}.workers.dev`);
  }
  return failed(
    `the stack says ${workersDevSubdomain}, and the account has ${subdomain}`,
    `Type: pulumi config set workersDevSubdomain ${subdomain}`,
  );
}

/** The entries of an answer that is a list. */
export function toList({ result }: CloudflareAnswer): readonly Readonly<Record<string, unknown>>[] {
  return toObjects(result);
}

function toObjects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}
