// Faults as a client sees them on its socket.
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { AzureStandIn } from '../../../azure-stand-in/server.ts';
import { ACCOUNT, chatBody, parseEvents, send, start, V1_CHAT, type Got } from '../client.ts';

const WHOLE = chatBody('Hi 你');
const STREAM = chatBody('Hi 你', { stream: true });
const STREAM_EVENTS = 8;

async function provoke(fault: string, body: object, standIn?: AzureStandIn): Promise<Got> {
  const headers = { 'x-ms-fault': fault };
  return send(standIn ?? (await start()), { path: V1_CHAT, body, headers });
}

function eventsOf(got: Got): number {
  return got.text.split('\n\n').length - 1;
}

test.each([
  [429, 'Rate limit is exceeded. Try again in 2 seconds.', '429'],
  [500, 'Backend returned unexpected response.', 'InternalServerError'],
  [503, 'The service is temporarily unavailable.', 'ServiceUnavailable'],
  [408, 'The operation was timeout.', 'Timeout'],
  [403, 'Key based authentication is disabled for this resource.', 'AuthenticationTypeDisabled'],
  [401, 'Access denied due to invalid subscription key.', '401'],
  [418, "I'm a Teapot", '418'],
])(
  'any request can be answered with %i and the body of that status',
  async (status, message, code) => {
    const got = await provoke(String(status), { nonsense: true });
    expect([got.status, JSON.parse(got.text)]).toEqual([status, { error: { code, message } }]);
    expect(got.headers).not.toHaveProperty('retry-after');
  },
);

test('a status carries the requested retry headers', async () => {
  const { status, headers } = await provoke('429; retry-after-ms=1500; retry-after=2', WHOLE);
  expect([status, headers['retry-after-ms'], headers['retry-after']]).toEqual([429, '1500', '2']);
});

test.each([
  ['html', 502],
  ['html; 503', 503],
])('%s is an HTML page with status %i', async (fault, status) => {
  const got = await provoke(fault, STREAM);
  expect([got.status, got.headers['content-type']]).toEqual([status, 'text/html']);
  expect(got.text).toMatch(/^<html>/);
});

test('a reset comes before any header', async () => {
  await expect(provoke('reset', WHOLE)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test.each([0, 1, 3, STREAM_EVENTS])(
  'a stream cut after %i events ends amid the chunked body',
  async (events) => {
    const got = await provoke(`cut-after-events=${events}`, STREAM);
    expect([got.status, eventsOf(got), got.cut]).toEqual([200, events, 'ECONNRESET']);
  },
);

test('a stall before a reset lets the client read what came before it', async () => {
  const standIn = await start();
  let seen = '';
  const onPiece = (text: string): void => {
    seen += text;
    if (seen.split('\n\n').length === 4) standIn.release('gate');
  };
  const headers = { 'x-ms-fault': 'stall-after=3; hold=gate; cut-after-events=3; cut=reset' };
  const got = await send(standIn, { path: V1_CHAT, body: STREAM, headers, onPiece });
  expect([got.status, eventsOf(got), got.cut]).toEqual([200, 3, 'ECONNRESET']);
});

test.each([0, 1, 300])('a body cut after %i bytes has exactly those', async (bytes) => {
  for (const body of [WHOLE, STREAM]) {
    const got = await provoke(`cut-after-bytes=${bytes}`, body);
    expect([got.status, got.bytes.length, got.cut]).toEqual([200, bytes, 'ECONNRESET']);
  }
});

test('a cut after the end of the body changes nothing', async () => {
  expect((await provoke('cut-after-bytes=100000', WHOLE)).cut).toBe(undefined);
});

test('a wrong length promises more than comes', async () => {
  const got = await provoke('wrong-length', WHOLE);
  expect([Number(got.headers['content-length']), got.cut]).toEqual([
    got.bytes.length + 10,
    'ECONNRESET',
  ]);
});

test('malformed JSON is half of the body with a proper length', async () => {
  const got = await provoke('malformed-json', WHOLE);
  expect([got.status, got.headers['content-type'], got.cut]).toEqual([
    200,
    'application/json',
    undefined,
  ]);
  expect(() => JSON.parse(got.text) as unknown).toThrow(SyntaxError);
});

test('malformed JSON in a stream is half of its second event; the others are whole', async () => {
  const frames = (await provoke('malformed-json', STREAM)).text.split('\n\n');
  const broken = frames.splice(1, 1)[0] ?? '';
  expect(broken).toMatch(/^data: \{"choices"/);
  expect(() => JSON.parse(broken.slice(6)) as unknown).toThrow(SyntaxError);
  expect(parseEvents(frames.join('\n\n')).length).toBe(STREAM_EVENTS - 1);
});

test('an error event ends the stream without [DONE]', async () => {
  const got = await provoke('error-frame=3', STREAM);
  expect([parseEvents(got.text).slice(3), got.cut]).toEqual([
    [
      {
        error: {
          message: 'The server had an error while processing your request. Sorry about that!',
          type: 'server_error',
          param: null,
          code: null,
        },
      },
    ],
    undefined,
  ]);
});

test.each([WHOLE, STREAM])('gzip is the same body, compressed', async (body) => {
  const standIn = await start();
  const plain = await send(standIn, { path: V1_CHAT, body });
  const got = await provoke('gzip', body, standIn);
  expect(got.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(got.bytes).toString()).toBe(plain.text);
});

test('crlf ends the lines of a stream with CRLF and changes nothing else', async () => {
  const standIn = await start();
  const plain = await send(standIn, { path: V1_CHAT, body: STREAM });
  const got = await provoke('crlf', STREAM, standIn);
  expect(got.text).toBe(plain.text.replaceAll('\n', '\r\n'));
});

test.each([
  ['split-bytes', (bytes: number) => bytes],
  ['merge', () => 1],
  // Four events hold no character of several bytes: opener, role, end, [DONE]; so do three words.
  ['split-utf8', () => STREAM_EVENTS + 1],
])('%s leaves the bytes as they are and sends them in other pieces', async (fault, pieces) => {
  const standIn = await start();
  const plain = await send(standIn, { path: V1_CHAT, body: STREAM });
  expect(plain.pieces.length).toBe(STREAM_EVENTS);
  const got = await provoke(fault, STREAM, standIn);
  expect(got.text).toBe(plain.text);
  expect(got.pieces.length).toBe(pieces(plain.bytes.length));
});

test('split-utf8 cuts inside a character', async () => {
  const { pieces } = await provoke('split-utf8', STREAM);
  const torn = pieces.findIndex((piece) => piece.toString().endsWith('\ufffd'));
  const both = Buffer.concat(pieces.slice(torn, torn + 2)).toString();
  expect(both).toContain('你');
  expect(both).not.toContain('\ufffd');
});

test.each(['slow-headers', 'slow-first-byte', 'stall-after=2', `stall-after=${STREAM_EVENTS}`])(
  '%s waits until the gate is opened, and forgets nothing',
  async (fault) => {
    const standIn = await start();
    let isOpen = false;
    const got = provoke(`${fault}; hold=gate`, STREAM, standIn).then((answer) => {
      expect(isOpen).toBe(true);
      return answer;
    });
    // Another request is answered during the wait.
    await send(standIn, { path: V1_CHAT, body: WHOLE });
    isOpen = true;
    standIn.release('gate');
    expect(eventsOf(await got)).toBe(STREAM_EVENTS);
  },
);

test('a stalled stream has sent what came before the stall', async () => {
  const standIn = await start();
  let seen = '';
  const onPiece = (text: string): void => {
    seen += text;
    if (seen.split('\n\n').length === 3) standIn.release('gate');
  };
  const headers = { 'x-ms-fault': 'stall-after=2; hold=gate' };
  const got = await send(standIn, { path: V1_CHAT, body: STREAM, headers, onPiece });
  expect(eventsOf(got)).toBe(STREAM_EVENTS);
});

test('a gate that was opened before stays open', async () => {
  const standIn = await start();
  standIn.release('gate');
  const got = await provoke('slow-headers; hold=gate', WHOLE, standIn);
  expect(got.status).toBe(200);
});

test('a wait may be a time', async () => {
  const got = await provoke('slow-headers; slow-first-byte; stall-after=1; ms=1', STREAM);
  expect(eventsOf(got)).toBe(STREAM_EVENTS);
});

test('faults go together', async () => {
  const got = await provoke('429; retry-after=1; cut-after-bytes=10', WHOLE);
  expect([got.status, got.bytes.length, got.cut]).toEqual([429, 10, 'ECONNRESET']);
});

test('first=N is for the first N requests that an account gets with this very header', async () => {
  const standIn = await start({ accounts: [ACCOUNT, { ...ACCOUNT, subdomain: 'fabrikam' }] });
  const status = async (subdomain: string, fault: string): Promise<number> => {
    const headers = { host: `${subdomain}.openai.azure.com`, 'x-ms-fault': fault };
    return (await send(standIn, { path: V1_CHAT, body: WHOLE, headers })).status;
  };
  expect(await status('contoso', '503; first=2')).toBe(503);
  expect(await status('contoso', '503; first=2')).toBe(503);
  expect(await status('contoso', '503; first=2')).toBe(200);
  expect(await status('fabrikam', '503; first=2')).toBe(503);
  expect(await status('contoso', '500; first=1')).toBe(500);
});

test('account=NAME is for that account only', async () => {
  const standIn = await start({ accounts: [ACCOUNT, { ...ACCOUNT, subdomain: 'fabrikam' }] });
  const status = async (subdomain: string): Promise<number> => {
    const headers = {
      host: `${subdomain}.openai.azure.com`,
      'x-ms-fault': '503; account=fabrikam',
    };
    return (await send(standIn, { path: V1_CHAT, body: WHOLE, headers })).status;
  };
  expect([await status('contoso'), await status('fabrikam')]).toEqual([200, 503]);
});
