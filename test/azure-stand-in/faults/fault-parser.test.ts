// The grammar of x-ms-fault and x-ms-pace, and what the server says about mistakes in them.
import { expect, test } from 'vitest';
import { parseFault } from '../../../azure-stand-in/faults/fault.ts';
import { generatePieces, parsePace } from '../../../azure-stand-in/faults/pace.ts';
import { ask, chatBody, start, V1_CHAT } from '../client.ts';

test.each([
  ['', {}],
  ['429', { status: 429 }],
  [' 503 ; ', { status: 503 }],
  ['429; retry-after-ms=1500', { status: 429, 'retry-after-ms': 1500 }],
  ['retry-after=2;429', { status: 429, 'retry-after': 2 }],
  ['html;500', { html: true, status: 500 }],
  ['stall-after=3; hold=my.gate-1', { 'stall-after': 3, hold: 'my.gate-1' }],
  ['cut-after-bytes = 0; cut = reset', { 'cut-after-bytes': 0, cut: 'reset' }],
])('x-ms-fault "%s" is understood', (text, expected) => {
  expect(parseFault(text)).toEqual(expected);
});

test.each([
  ['stall-after', "'stall-after' takes a whole number, 0 or more."],
  ['stall-after=-1', "'stall-after' takes a whole number, 0 or more."],
  ['stall-after=1.5', "'stall-after' takes a whole number, 0 or more."],
  ['gzip=1', "'gzip' takes no value."],
  ['hold=a b', "'hold' takes a word: letters, digits, and . _ -."],
  ['gzip; gzip', "'gzip' is given twice."],
  ['429; 500', 'only one status may be given.'],
  ['cut=off', "'cut' is fin or reset."],
  ['raw-status=99', "'raw-status' is from 100 to 999."],
  ['flood=257', "'flood' is at most 256."],
  ['location=up', "'location' is tab, control or two."],
  ['stream-error=x', "'stream-error' is failed, error or failed-and-error."],
  ['ms=1; hold=a', "'ms' and 'hold' exclude each other."],
  ['retry-after=1', "'retry-after' needs a status, such as 429."],
])('x-ms-fault "%s" is a mistake', (text, message) => {
  expect(parseFault(text)).toBe(message);
});

test.each(['200', '600', 'constructor', '=1'])('x-ms-fault "%s" is unknown', (text) => {
  expect(parseFault(text)).toMatch(/^'.*' is unknown\. Known: retry-after-ms, .*, first\.$/);
});

test.each([
  ['', { events: undefined, size: 8, intervalMs: 0, burst: 1, longestMs: Infinity }],
  [
    'events=300; size=4; interval-ms=10; burst=5; longest-ms=900',
    { events: 300, size: 4, intervalMs: 10, burst: 5, longestMs: 900 },
  ],
  [
    'events=0; burst=0',
    { events: 0, size: 8, intervalMs: 0, burst: Infinity, longestMs: Infinity },
  ],
])('x-ms-pace "%s" is understood', (text, expected) => {
  expect(parsePace(text)).toEqual(expected);
});

test.each([
  ['events=many', "'events' takes a whole number, 0 or more."],
  ['speed=1', "'speed' is unknown. Known: events, size, interval-ms, burst, longest-ms."],
  ['events=2000000', "'events' times 'size' is more than 10000000 characters."],
])('x-ms-pace "%s" is a mistake', (text, message) => {
  expect(parsePace(text)).toBe(message);
});

test('generated pieces are numbered and of the requested size', () => {
  expect(generatePieces(3, 4)).toEqual(['000 ', '001 ', '002 ']);
  expect(generatePieces(2, 1)).toEqual([' ', ' ']);
});

test.each([
  ['x-ms-fault', 'gzip=1', "Invalid header x-ms-fault: 'gzip' takes no value."],
  ['x-ms-pace', 'burst', "Invalid header x-ms-pace: 'burst' takes a whole number, 0 or more."],
])('a mistake in %s is a 400 that says so', async (name, value, message) => {
  const standIn = await start();
  const sent = { path: V1_CHAT, body: chatBody('Hello'), headers: { [name]: value } };
  expect(await ask(standIn, sent)).toEqual([
    400,
    { error: { message, type: 'invalid_request_error', param: null, code: null } },
  ]);
});
