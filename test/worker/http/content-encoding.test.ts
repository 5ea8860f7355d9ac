// An answer in an encoding that the runtime does not decode.
import { expect, test } from 'vitest';
import { ask, errorOf } from '../gateway-under-test.ts';

function answerIn(encoding: string | undefined, status = 200) {
  const headers = {
    'content-type': 'application/json',
    ...(encoding !== undefined && { 'content-encoding': encoding }),
  };
  return () => new Response('{}', { status, headers });
}

test.each(['zstd', 'deflate', 'x-gzip', 'GZIP', 'gzip, br', 'br, gzip', 'compress', 'dcz'])(
  'in %j never reaches the client as if it were plain',
  async (encoding) => {
    const { response } = await ask({ azure: answerIn(encoding) });
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatchObject({ code: 'upstream_invalid_response' });
  },
);

test.each(['gzip', 'br', 'identity', undefined])('%j, which it decodes, does', async (encoding) => {
  const { response } = await ask({ azure: answerIn(encoding) });
  expect(response.status).toBe(200);
  expect(response.headers.has('content-encoding')).toBe(false);
});

test('an error keeps its status, and has the message that says there is none', async () => {
  const azure = () =>
    new Response(Uint8Array.of(40, 181, 47, 253), {
      status: 400,
      headers: { 'content-encoding': 'zstd' },
    });
  const { response } = await ask({ azure });
  expect(response.status).toBe(400);
  expect(await errorOf(response)).toMatchObject({ code: 'upstream_error' });
});
