import { expect, test } from 'vitest';
import { classifyFirst, EventInspector } from '../../../worker/stream/event-inspector.ts';

function event(chunk: unknown) {
  return new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`);
}
/** What becomes of one event of a chat. */
function filterEvent(bytes: Uint8Array) {
  return new EventInspector({ kind: 'chat', dropUsage: false }).inspect(bytes);
}
function filtered(chunk: unknown) {
  const kept = filterEvent(event(chunk));
  return kept === undefined ? undefined : new TextDecoder().decode(kept);
}

test('text is never lost, however its chunk is spaced', () => {
  const spaced = new TextEncoder().encode(
    'data: {"choices":[{"index":0,"delta" : {"content":"hi"}}]}\n\n',
  );
  expect(filterEvent(spaced)).toBe(spaced);
});

test('choices are judged one by one', () => {
  const answer = { index: 0, delta: { content: 'hi' } };
  const annotation = { index: 1, content_filter_offsets: {}, content_filter_results: {} };
  expect(filtered({ id: 'c', choices: [answer, annotation] })).toBe(
    'data: {"id":"c","choices":[{"index":0,"delta":{"content":"hi"}}]}\n\n',
  );
  expect(filtered({ choices: [annotation] })).toBeUndefined();
});

test.each([
  ['usage', { choices: [], usage: { total_tokens: 1 } }],
  ['an error', { error: { message: 'filtered' } }],
  ['something else', { type: 'ping' }],
])('passes %s on', (_, chunk) => {
  const bytes = event(chunk);
  expect(filterEvent(bytes)).toBe(bytes);
});

test.each([
  ['opener', 'data: {"choices":[],"prompt_filter_results":[]}\n\n'],
  ['other', 'data: {"choices":[],"usage":{"total_tokens":1}}\n\n'],
  ['silent', ': ping\n\n'],
  ['silent', '\n'],
  ['unannotated', 'data: {"choices":[{"index":0,"delta":{}}]}\n\n'],
  ['other', 'data: {"choices":[{"index":0,"content_filter_results":{},"delta":{}}]}\n\n'],
  ['other', 'data: [DONE]\n\n'],
])('takes as %s: %j', (kind, text) => {
  expect(classifyFirst(new TextEncoder().encode(text))).toBe(kind);
});

test('the chunk with the tokens is left out where the client did not request it', () => {
  const usage = event({ choices: [], usage: { total_tokens: 1 } });
  const nothing = event({ choices: [{ index: 0, delta: {} }], usage: null });
  const events = new EventInspector({ kind: 'chat', dropUsage: true });
  expect([events.inspect(nothing), events.inspect(usage)]).toEqual([nothing, undefined]);
});

test.each([
  ['chat', 'data: [DONE]\n\n', true],
  ['text', 'data:[DONE]\r\n\r\n', true],
  ['chat', 'data: [DONE]', true],
  ['chat', 'data: {"error":{"message":"x"}}\n\n', true],
  ['chat', 'data: {"choices":[{"delta":{"content":"[DONE]"}}]}\n\n', false],
  ['text', 'data: {"choices":[{"text":"[DONE]"}]}\n\n', false],
  ['chat', ': [DONE]\n\n', false],
  ['response', 'event: response.completed\ndata: {"type":"response.completed"}\n\n', true],
  ['response', 'data: {"type":"response.incomplete","response":{}}\n\n', true],
  ['response', 'event: response.failed\r\ndata: {}\r\n\r\n', true],
  ['response', 'event: error\ndata: {"type":"error"}\n\n', true],
  ['response', 'event: response.created\ndata: {"type":"response.created"}\n\n', false],
  [
    'response',
    'data: {"type":"response.output_text.delta","delta":"response.completed"}\n\n',
    false,
  ],
  ['response', 'data: {"type":"response.web_search_call.completed"}\n\n', false],
] as const)('whether a stream (%s) is whole after %j: %s', (kind, text, ended) => {
  const events = new EventInspector({ kind, dropUsage: false });
  const bytes = new TextEncoder().encode(text);
  expect(events.inspect(bytes)).toBe(bytes);
  expect(events.hasEnded).toBe(ended);
});

test('text completions keep their choices, which have no delta', () => {
  const bytes = event({ choices: [{ index: 0, finish_reason: null, content_filter_results: {} }] });
  expect(new EventInspector({ kind: 'text', dropUsage: false }).inspect(bytes)).toBe(bytes);
});
