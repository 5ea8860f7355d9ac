// WebSockets share their isolate's memory with everything else: each stays below its own limit, and all
// together must not pass the common one.
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { USER_KEY } from '../bundle/running-gateway.ts';
import { startHostileRig } from './rig.ts';

const MIB = 1024 ** 2;
const EACH_MIB = 14;
const SOCKETS = 6;

test('sockets that are not read are closed when they hold too much together', async () => {
  const rig = await startHostileRig();
  onTestFinished(() => rig.stop());
  const codes: Promise<number>[] = [];
  const served: WebSocket[] = [];
  for (let count = 0; count < SOCKETS; count++) {
    const azure = Promise.withResolvers<WebSocket>();
    rig.onSocket(azure.resolve);
    const url = `${rig.gateway.url.replace('http', 'ws')}/v1/responses`;
    const headers = { authorization: `Bearer ${USER_KEY}` };
    const client = new WebSocket(url, { headers, perMessageDeflate: false });
    client.on('error', () => undefined);
    onTestFinished(() => {
      client.terminate();
    });
    const socket = await azure.promise;
    served.push(socket);
    codes.push(once(socket, 'close').then(([code]) => code as number));
    client.pause();
  }
  const message = JSON.stringify({ type: 'x', text: 'x'.repeat(MIB) });
  for (const socket of served) {
    for (let count = 0; count < EACH_MIB; count++) socket.send(message);
  }
  // Azure's side may still be writing when the connection ends.
  expect([1013, 1006]).toContain(await Promise.race(codes));
  const { status } = await rig.gateway.post('/v1/chat/completions', { model: 'gpt-4o' });
  expect(status).toBe(200);
});
