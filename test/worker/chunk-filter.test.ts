import { expect, test } from 'vitest';
import { classifyFirst, filterEvent } from '../../worker/chunk-filter.ts';

const event = (chunk: unknown) => new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`);
const filtered = (chunk: unknown) => {
  const kept = filterEvent(event(chunk));
  return kept === undefined ? undefined : new TextDecoder().decode(kept);
};

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
