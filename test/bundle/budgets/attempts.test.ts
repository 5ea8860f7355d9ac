// Requests that take several attempts, or whose answer is not text.
import { expect, onTestFinished, test } from 'vitest';
import { AZURE_KEY } from '../running-gateway.ts';
import { postAs, startBudgeted, startWithBudget } from './budgeted-gateway.ts';
import { answerJson, fakeAzure } from './fake-azure.ts';
import { sendAsAnn, settledMe } from './me.ts';

const CHAT = {
  model: 'gpt-5.4-mini',
  messages: [{ role: 'user', content: 'Hello' }],
  max_completion_tokens: 100,
};

const TWO_ACCOUNTS = {
  BACKENDS: JSON.stringify(
    ['one', 'two'].map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
  ),
  BACKEND_KEYS: JSON.stringify({ one: AZURE_KEY, two: AZURE_KEY }),
};

test('a second attempt is not refused by the limits that the first one uses up', async () => {
  const azure = await fakeAzure((response, _, number) => {
    if (number === 1) response.socket?.destroy();
    else answerJson(response, { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } });
  });
  const gateway = await startWithBudget(1_000_000_000, {
    upstream: azure.upstream,
    bindings: TWO_ACCOUNTS,
    users: [
      {
        name: 'ann',
        limits: {
          budget: [{ amount: 1_000_000_000, per: 'month' }],
          concurrentRequests: 1,
          requestsPerMinute: 1,
        },
      },
    ],
  });
  const { response, spent } = await sendAsAnn(gateway, '/v1/chat/completions', CHAT);
  expect(response.status).toBe(200);
  const me = await settledMe(gateway, 'ann');
  expect(me.usage?.totals['requests']).toBe(1);
  // Azure may have worked on the first attempt, so it counts in full; the log has both.
  const { nanodollars = 0 } = await gateway.logged(({ user }) => user === 'ann');
  expect(spent).toBe(BigInt(nanodollars));
  expect(spent).toBeGreaterThan(BigInt(100 * 4507));
});

test('an answer that is not text is under way until its end', async () => {
  const azure = await fakeAzure((response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg' });
    response.write('x');
  });
  const gateway = await startBudgeted({
    upstream: azure.upstream,
    models: [{ id: 'tts', price: { character: 15_000_011 } }],
    users: [{ name: 'ann', limits: { concurrentRequests: 1 } }],
  });
  onTestFinished(() => gateway.stop());
  const abort = new AbortController();
  const body = { model: 'tts', input: 'x', voice: 'alloy' };
  const first = await postAs(gateway, 'ann', '/v1/audio/speech', body, { signal: abort.signal });
  expect(first.status).toBe(200);
  expect((await postAs(gateway, 'ann', '/v1/audio/speech', body)).status).toBe(429);
  abort.abort();
});
