// Requests that are refused before Azure, or even a body, is touched.
import { describe, expect, test } from 'vitest';
import { MAX_URL_LENGTH } from '../../worker/contract/limits.ts';
import { ask, errorOf, HANDSHAKE, USER_KEY } from './gateway-under-test.ts';

const KEY = { authorization: `Bearer ${USER_KEY}` };

test.each(['with a key', 'without a key'])('a URL without end is a 414, %s', async (way) => {
  const path = `/v1/files?${'&'.repeat(MAX_URL_LENGTH)}`;
  const headers = way === 'with a key' ? KEY : {};
  const { sent, response } = await ask({ method: 'GET', path, headers, body: null });
  expect([sent, response.status]).toEqual([[], 414]);
  expect(await errorOf(response)).toMatchObject({ code: 'url_too_long' });
});

describe.each(['/v1/responses', '/v1/realtime?model=gpt-5.4-mini', '/v1/live/sessions'])(
  'a handshake at %s',
  (path) => {
    test.each<[string, Record<string, string>]>([
      ['without a key of its own', { 'sec-websocket-version': '13', upgrade: 'websocket' }],
      ['of another version', { ...HANDSHAKE, 'sec-websocket-version': '8' }],
      ['without a version', { upgrade: 'websocket', 'sec-websocket-key': 'x' }],
    ])('%s opens no socket at Azure', async (_, handshake) => {
      const headers = { ...KEY, ...handshake };
      const { sent, response } = await ask({ method: 'GET', path, headers, body: null });
      expect([sent, response.status]).toEqual([[], 426]);
      expect(response.headers.get('sec-websocket-version')).toBe('13');
    });
  },
);

test('a socket that Azure answers with a 200 is a 502', async () => {
  const { response } = await ask({
    method: 'GET',
    path: '/v1/responses',
    headers: { ...KEY, ...HANDSHAKE },
    body: null,
    azure: () => Response.json({}),
  });
  expect(response.status).toBe(502);
  expect(await errorOf(response)).toMatchObject({ code: 'upstream_invalid_response' });
});

test('a DELETE goes up without the body that some HTTP libraries add', async () => {
  const path = '/v1/responses/resp_1';
  const headers = { ...KEY, 'content-type': 'application/json' };
  const { sent } = await ask({ method: 'DELETE', path, headers, body: '{"file_id":"f"}' });
  expect(sent).toMatchObject([{ body: '' }]);
});
