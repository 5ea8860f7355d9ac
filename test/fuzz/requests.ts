// Whole requests as they go over the wire, framing and its lies included.
import { body, mutated } from './bodies.ts';
import { Dice } from './dice.ts';
import { CLOSED, CONTENT, KEPT_ID, KEYS, VALID_KEYS } from './stack.ts';
import { target } from './targets.ts';
import { FAULTS, type Mode } from './upstream-mode.ts';

/** One request, and what is known of it without sending it. */
export interface FuzzRequest {
  readonly index: number;
  /** What the upstream is to do with it. */
  readonly mode: Mode;
  readonly raw: Buffer;
  /** Its framing is broken, so that no answer is an answer too. */
  readonly broken: boolean;
  /** Sent once a WebSocket is open. */
  readonly frames: Buffer | undefined;
  /** The keys of users who exist that occur anywhere in it. */
  readonly keys: readonly string[];
}

/** The upstream finds the request again by this header, which the gateway passes on. */
export const TAG = 'x-ms-fuzz';

export function makeRequest(seed: number, index: number): FuzzRequest {
  const dice = new Dice(seed, index);
  const { text, operation } = target(dice);
  const mode = dice.chance(0.75) ? 'ok' : dice.pick(FAULTS);
  const method = dice.weighted(
    [90, () => dice.pick(oneOf(operation.methods))],
    [
      8,
      () =>
        dice.pick([
          'GET',
          'POST',
          'DELETE',
          'HEAD',
          'OPTIONS',
          'PUT',
          'PATCH',
          'TRACE',
          'PROPFIND',
        ]),
    ],
    [2, () => dice.pick(['FOO', 'get', '', 'GET\u0000', 'G'.repeat(500)])],
  );
  const upgrade = operation.upgrade ? dice.chance(0.9) : dice.chance(0.02);
  const hasBody = !upgrade && (method === 'POST' ? dice.chance(0.95) : dice.chance(0.1));
  const content = hasBody ? body(dice, operation.takes[0] === 'form') : undefined;

  const lines = [
    `${TAG}: ${seed}-${index}-${mode}`,
    `host: ${dice.weighted([95, () => 'gateway.example'], [5, () => dice.pick(['', 'x/../y', 'evil.example', 'a b', '[::', 'x?y', 'x#y', '@', 'east.openai.azure.com'])])}`,
    ...credentials(dice),
    ...(content?.type === undefined ? [] : [`content-type: ${content.type}`]),
    ...(upgrade ? handshake(dice) : []),
    ...dice.some(3, () => oddHeader(dice)),
  ];
  const framed = frame(dice, content?.bytes);
  const version = dice.chance(0.99)
    ? 'HTTP/1.1'
    : dice.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', '', 'ICY']);
  const start = Buffer.from(
    [`${method} ${text} ${version}`, ...lines, ...framed.headers, '', ''].join('\r\n'),
    dice.chance(0.5) ? 'utf8' : 'latin1',
  );
  const whole = Buffer.concat([start, framed.bytes]);
  const wild = dice.chance(0.03);
  const raw = wild ? wildly(dice, whole) : whole;
  const written = raw.toString('latin1');
  return {
    index,
    mode,
    raw,
    broken: wild || framed.broken || version !== 'HTTP/1.1',
    frames: upgrade && !wild ? frames(dice) : undefined,
    keys: VALID_KEYS.filter((key) => written.includes(key)),
  };
}

function oneOf(methods: readonly string[]): readonly [string, ...string[]] {
  const [first = 'GET', ...rest] = methods;
  return [first, ...rest];
}

function credentials(dice: Dice): string[] {
  const carrier = (key: string) =>
    dice.pick([
      `authorization: Bearer ${key}`,
      `authorization: Bearer ${key}`,
      `api-key: ${key}`,
      `x-api-key: ${key}`,
      `Authorization: bEaReR  ${key} `,
      `sec-websocket-protocol: realtime, openai-insecure-api-key.${key}`,
    ]);
  return dice.weighted(
    [78, () => [carrier(dice.pick([KEYS.alice, KEYS.alice, KEYS.hash, KEYS.plain, KEYS.rita]))]],
    [4, () => [carrier('placeholder'), carrier(KEYS.plain)]],
    [4, () => [carrier(dice.pick([KEYS.disabled, KEYS.expired]))]],
    [
      8,
      () => [
        carrier(
          dice.pick([
            '',
            'x',
            'undefined',
            '__proto__',
            'toString',
            KEYS.alice.slice(0, -1),
            KEYS.plain.toUpperCase(),
            `\u00e9`,
            'x'.repeat(9000),
            "' or 1=1--",
            '\u0000',
            KEYS.hash.slice(1),
          ]),
        ),
      ],
    ],
    [6, () => []],
  );
}

function handshake(dice: Dice): string[] {
  const all = [
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  ];
  if (dice.chance(0.7)) return all;
  const odd = dice.pick([
    'upgrade: h2c',
    'upgrade: WebSocket',
    'sec-websocket-version: 12',
    'sec-websocket-key: x',
    'sec-websocket-extensions: permessage-deflate; x=1',
    'sec-websocket-protocol: realtime, a b',
    'sec-websocket-protocol: ,,,',
    'openai-beta: realtime=v1',
    'connection: close',
  ]);
  return [...all.filter(() => dice.chance(0.8)), odd];
}

function oddHeader(dice: Dice): string {
  if (dice.chance(0.04)) {
    return dice.pick([
      'no colon here',
      ' folded: line',
      ': empty',
      'x ms: 1',
      'traceparent: \u0001',
      'x-ms-a: \r b',
    ]);
  }
  return dice.pick([
    'x-ms-client-request-id: 1',
    `cookie: ${CONTENT}`,
    'x-forwarded-host: evil.example',
    'x-original-url: /openai/v1/files',
    'x-http-method-override: DELETE',
    'x-ms-oai-image-generation-deployment: gpt-image-1',
    'x-ms-oai-image-generation-deployment: __proto__',
    'openai-beta: realtime=v1',
    'access-control-request-headers: a\u00e9, x-injected',
    'access-control-request-method: POST',
    'origin: null',
    'user-agent: \u00e9\u4e16',
    'accept-encoding: gzip, br',
    'accept: text/event-stream',
    'expect: 100-continue',
    'te: trailers',
    'connection: x-ms-client-request-id, api-key',
    'content-encoding: gzip',
    'content-encoding: identity',
    'range: bytes=0-1',
    'if-none-match: *',
    'x-injected: 1',
    'x-ms-long: ' + 'y'.repeat(dice.below(6000)),
    'idempotency-key: a\tb',
  ]);
}

interface Framed {
  readonly headers: readonly string[];
  readonly bytes: Buffer;
  readonly broken: boolean;
}

/** A body in its framing, which is sometimes wrong. */
function frame(dice: Dice, bytes: Buffer | undefined): Framed {
  if (bytes === undefined) return { headers: [], bytes: Buffer.alloc(0), broken: false };
  const length = (declared: number | string, broken: boolean): Framed => ({
    headers: [`content-length: ${declared}`],
    bytes,
    broken,
  });
  const next = `GET /v1/responses/resp_1 HTTP/1.1\r\nhost: x\r\n\r\n`;
  return dice.weighted<Framed>(
    [80, () => length(bytes.length, false)],
    [10, () => chunked(dice, bytes, false)],
    [2, () => length(bytes.length + 1 + dice.below(100), true)],
    [2, () => length(dice.below(bytes.length + 1), true)],
    [
      1,
      () =>
        length(
          dice.pick([
            '-1',
            '+5',
            '0x10',
            '1e3',
            '',
            '99999999999999999999',
            '5, 5',
            '17000000',
            '33600000',
          ]),
          true,
        ),
    ],
    [
      1,
      () => ({
        headers: ['transfer-encoding: chunked', `content-length: ${bytes.length}`],
        bytes,
        broken: true,
      }),
    ],
    [
      1,
      () => ({
        headers: [
          `transfer-encoding: ${dice.pick(['gzip', 'identity', 'chunked, chunked', 'xchunked', ' chunked'])}`,
        ],
        bytes,
        broken: true,
      }),
    ],
    [1, () => chunked(dice, bytes, true)],
    [
      1,
      () => ({
        headers: [`content-length: ${bytes.length}`],
        bytes: Buffer.concat([bytes, Buffer.from(next)]),
        broken: true,
      }),
    ],
    [1, () => ({ headers: [], bytes, broken: true })],
  );
}

function chunked(dice: Dice, bytes: Buffer, broken: boolean): Framed {
  const pieces: Buffer[] = [];
  const small = dice.chance(0.3) && bytes.length < 100_000;
  for (let at = 0; at < bytes.length;) {
    const size = Math.min(
      bytes.length - at,
      small ? 1 + dice.below(3) : 1 + dice.below(bytes.length),
    );
    const declared =
      broken && dice.chance(0.4)
        ? dice.pick(['zz', '-1', 'ffffffffffffffffff', '', '0x5'])
        : size.toString(16);
    pieces.push(Buffer.from(`${declared}\r\n`), bytes.subarray(at, at + size), Buffer.from('\r\n'));
    at += size;
  }
  const end = broken ? dice.pick(['', '0', '0\r\n', '0\r\nx-injected: 1\r\n\r\n']) : '0\r\n\r\n';
  return {
    headers: ['transfer-encoding: chunked'],
    bytes: Buffer.concat([...pieces, Buffer.from(end)]),
    broken,
  };
}

/** Broken anywhere but in the line of the tag, by which what arrives is known. */
function wildly(dice: Dice, raw: Buffer): Buffer {
  const tag = raw.indexOf(TAG);
  const after = raw.indexOf('\r\n', tag) + 2;
  const [start, line, rest] = [raw.subarray(0, tag), raw.subarray(tag, after), raw.subarray(after)];
  return dice.weighted<Buffer>(
    [3, () => raw.subarray(0, dice.below(raw.length))],
    [1, () => Buffer.concat([mutated(dice, start), line, rest])],
    [3, () => Buffer.concat([start, line, mutated(dice, rest)])],
    [1, () => Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')],
    [1, () => Buffer.from(dice.some(200, () => dice.below(256)))],
  );
}

/** WebSocket frames of a client: https://www.rfc-editor.org/rfc/rfc6455#section-5.2. Masked with zeros. */
function frames(dice: Dice): Buffer {
  const one = () => {
    const first = dice.weighted(
      [70, () => 0x81],
      [15, () => 0x82],
      [5, () => 0x88],
      [5, () => 0x89],
      [5, () => dice.below(256)],
    );
    const said = Buffer.from(
      dice.pick([
        `{"type":"response.create","model":"gpt-4o","input":"${CONTENT}"}`,
        `{"type":"response.create","model":"mini","model":"__proto__"}`,
        `{"type":"response.create"}`,
        '{',
        '[]',
        'null',
        '',
        '\u0000',
        '{"model":{}}',
        `{"type":"response.create","model":"gpt-4o","tools":[{"File_Id":"${KEPT_ID}"}]}`,
        `{"type":"response.create","model":"gpt-4o","x":{"model":"${CLOSED}"}}`,
        '{"type":"response.create","model":"gpt-4o","n":NaN}',
        '{"model":"\\ud800"}',
        CONTENT,
      ]),
    );
    // A ping is answered with what it says.
    const payload = (first & 0x0f) === 9 ? Buffer.alloc(0) : said;
    const length = dice.chance(0.95) ? payload.length : 125;
    return Buffer.concat([
      Buffer.from([first, 0x80 | Math.min(length, 125), 0, 0, 0, 0]),
      payload.subarray(0, 125),
    ]);
  };
  return Buffer.concat(dice.some(4, one));
}
