// Whether the models answer, through every account.
import type { Check } from '../check.ts';
import { failed, failedYet, notNeeded, ok, warning, type Finding } from '../finding.ts';
import type { Context } from '../context/context.ts';
import { describeError, errorCode } from '../gateway/gateway.ts';
import type { Probe } from '../gateway/probes.ts';
import { takesChats } from '../gateway/tiny-requests.ts';

export const ANSWER_CHECKS: readonly Check[] = [
  {
    id: 'requests',
    title: 'A tiny request to each model',
    needs: ['ledger', 'sign-in'],
    run: checkRequests,
  },
  { id: 'stream', title: 'The end of a stream', needs: ['requests'], run: checkStream },
];

/** Codes that pass by themselves, or are about this user alone. */
const BUSY: ReadonlySet<string | undefined> = new Set([
  ...['rate_limit_exceeded', 'user_rate_exceeded', 'token_rate_exceeded', 'budget_exceeded'],
  ...['too_many_concurrent_requests', 'not_metered', 'gateway_overloaded'],
]);

const ADVICE: Readonly<Record<string, string>> = {
  upstream_credentials_rejected:
    "Azure refuses the account's key that the Worker has: npm run up reads it again. If a firewall or a policy is in the way: docs/operations.md#by-status",
  DeploymentNotFound:
    'The deployment is missing at Azure, or seconds old. This creates it again: npm run up -- --refresh',
  upstream_unreachable:
    'Azure does not answer there: compare the name of the account, and see https://azure.status.microsoft',
  upstream_timeout: 'Azure does not answer in time: see https://azure.status.microsoft',
};

const LIMITS_ADVICE = 'Run the doctor again later, or with the key of a user who has more left.';

const OTHER_ADVICE = 'What each code means, and what to do: docs/operations.md#by-status';

async function checkRequests({ probes }: Context): Promise<Finding> {
  const all = await probes();
  const details = all.map(describe);
  const faults = all.flatMap((each) =>
    each.result.kind === 'failed' ? [{ ...each.result, each }] : [],
  );
  const serious = faults.filter(({ code }) => !BUSY.has(code));
  const [first] = serious;
  if (first !== undefined) {
    const advice = (first.code === undefined ? undefined : ADVICE[first.code]) ?? OTHER_ADVICE;
    // A new deployment is not everywhere for some seconds.
    const fail = serious.every(({ code }) => code === 'DeploymentNotFound') ? failedYet : failed;
    return fail(`${serious.length} of ${all.length} failed`, advice, details);
  }
  if (faults.length > 0) {
    return warning(
      `${faults.length} of ${all.length} were refused because of limits`,
      LIMITS_ADVICE,
      details,
    );
  }
  const asked = all.filter(({ result }) => result.kind === 'answered').length;
  const found = `${asked} answered`;
  const isEach = all.every(
    ({ account, result }) => account !== undefined || result.kind === 'not asked',
  );
  if (isEach) return ok(`${found}, each account by itself`, details);
  return ok(
    `${found}; accounts were not asked one by one, for which OPENAI_API_KEY must be the key of a user with admin: true`,
    details,
  );
}

function describe({ model, account, result }: Probe): string {
  const where = account === undefined ? model : `${model} in ${account}`;
  switch (result.kind) {
    case 'answered':
      return `${where}: answered`;
    case 'not asked':
      return `${where}: ${result.why}`;
    case 'failed':
      return `${where}: ${result.said}`;
  }
}

const STREAM_END = /\bdata: \[DONE\]\s*$/;

async function checkStream({ gateway, azureName }: Context): Promise<Finding> {
  const open = await gateway();
  const { models } = await open.holder();
  const name = await azureName();
  const model = models.find((each) => takesChats(each, name(each)));
  if (model === undefined) return notNeeded('no model here streams chats');
  const answer = await open.send('/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      stream: true,
      messages: [{ role: 'user', content: 'Say ok.' }],
      max_completion_tokens: 16,
    }),
  });
  if (answer.status !== 200) {
    const found = `${model}: ${describeError(answer)}`;
    const isBusy = BUSY.has(errorCode(answer));
    return isBusy ? warning(found, LIMITS_ADVICE) : failed(found, OTHER_ADVICE);
  }
  if (STREAM_END.test(answer.text)) return ok(`${model}: the stream ends with [DONE]`);
  return failed(
    `${model}: the stream broke off before [DONE]`,
    'Look for outcome in the log of the Worker: docs/operations.md#a-cut-stream. A proxy on the way may also cut streams.',
  );
}
