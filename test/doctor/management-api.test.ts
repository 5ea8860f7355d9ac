// What a server in the place of Azure's management API cannot do.
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { asker } from '../../doctor/context/ask.ts';
import { connectAzure } from '../../doctor/azure/management-api.ts';
import { listenOnLoopback } from '../support/loopback.ts';

const TOKEN = { token: 'token-of-the-operator-CANARY', how: '', subscriptionId: 'one' };
const ask = asker(() => new AbortController().signal);

async function serve(answer: (url: string) => object) {
  const asked: string[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push(`${url} ${headers.authorization ?? ''}`);
    response.end(JSON.stringify(answer(url)));
  });
  const { url, close } = await listenOnLoopback(server);
  onTestFinished(close);
  return { origin: url.origin, asked };
}

function connect(azure: string) {
  return connectAzure(ask, { azure }, TOKEN, { azureSubscriptionId: undefined });
}

test('all parts of a list are read', async () => {
  const azure = await serve((url) =>
    url.includes('part=2')
      ? { value: [{ name: 'b' }] }
      : { value: [{ name: 'a' }], nextLink: `${azure.origin}/more?part=2` },
  );
  expect(await connect(azure.origin).list('/things', '1')).toEqual([{ name: 'a' }, { name: 'b' }]);
});

test('the token does not follow a list to another host', async () => {
  const thief = await serve(() => ({ value: [] }));
  const azure = await serve(() => ({ value: [], nextLink: `${thief.origin}/things` }));
  await expect(connect(azure.origin).list('/things', '1')).rejects.toThrow('another host');
  expect(thief.asked).toEqual([]);
  expect(azure.asked).toEqual([`/subscriptions/one/things?api-version=1 Bearer ${TOKEN.token}`]);
});
