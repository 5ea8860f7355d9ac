// A realtime call and the sockets that join it are at one account.
import { expect, test } from 'vitest';
import { HANDSHAKE } from '../gateway-under-test.ts';
import { ENV, headers, missing, NAMES, send as sendTo, type Answers } from './three-accounts.ts';

const REALTIME_ENV = {
  ...ENV,
  MODELS: JSON.stringify([{ id: 'voice', model: 'gpt-realtime-1.5' }]),
};
const UPGRADE = { ...headers, ...HANDSHAKE };

function send(answers: Answers, asked: Parameters<typeof sendTo>[1]) {
  return sendTo(answers, { ...asked, env: REALTIME_ENV });
}

function offerCall(fraction: number) {
  const type = { ...headers, 'content-type': 'application/sdp' };
  return send({}, { path: '/v1/realtime/calls?model=voice', fraction, headers: type, body: 'v=0' });
}

function joinCall(answers: Answers, fraction = 0) {
  const path = '/v1/realtime?call_id=rtc_1';
  return send(answers, { path, fraction, method: 'GET', body: null, headers: UPGRADE });
}

test('a call and its socket lead to the same account, whatever is drawn', async () => {
  const [home = ''] = (await offerCall(0)).hosts;
  expect(NAMES).toContain(home);
  for (const fraction of [0, 0.4, 0.8]) {
    expect((await offerCall(fraction)).hosts).toEqual([home]);
    expect((await joinCall({}, fraction)).hosts).toEqual([home]);
  }
});

test('a socket whose call is not at the first account is searched at the others', async () => {
  const [home = ''] = (await joinCall({})).hosts;
  const { hosts } = await joinCall({ [home]: missing });
  expect(hosts).toHaveLength(2);
});

test('a socket whose call is nowhere is a 404', async () => {
  const { response, hosts } = await joinCall({ west: missing, north: missing, south: missing });
  expect([response.status, hosts.length]).toEqual([404, 3]);
});

test.each(['accept', 'refer', 'hangup'])(
  'a call to %s is searched at the others',
  async (action) => {
    const asked = { path: `/v1/realtime/calls/rtc_1/${action}`, body: '{"model":"voice"}' };
    const length = { ...headers, 'content-length': String(asked.body.length) };
    const [home = ''] = (await send({}, { ...asked, headers: length })).hosts;
    const { response, hosts } = await send({ [home]: missing }, { ...asked, headers: length });
    expect([response.status, hosts.length]).toEqual([200, 2]);
  },
);

test('a socket that begins a conversation is spread by share', async () => {
  const asked = { path: '/v1/realtime?model=voice', method: 'GET', body: null, headers: UPGRADE };
  const homes = await Promise.all(
    [0, 0.4, 0.8].map(async (fraction) => (await send({}, { ...asked, fraction })).hosts[0]),
  );
  expect(new Set(homes).size).toBe(3);
});
