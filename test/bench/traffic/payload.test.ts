import { expect, test } from 'vitest';
import { buildAnswer, buildRequest } from './payload.ts';

test.each([2048, 1024 * 1024])('a request has exactly the requested %d bytes', (bytes) => {
  const body = buildRequest({ path: '/', model: 'gpt-5.4-mini', bytes, body: 'streamed-json' });
  expect(body.length).toBe(bytes);
  expect(JSON.parse(body.toString())).toMatchObject({ model: 'gpt-5.4-mini', stream: true });
});

test('a body that cannot be that small is refused', () => {
  expect(() => buildAnswer({ kind: 'chat', bytes: 10 })).toThrow(
    '10 bytes are too few for this body',
  );
});

test('a stream is an opener, a role, the requested events, an end and [DONE]', () => {
  const { opener, pieces } = buildAnswer({ kind: 'stream', events: 300, intervalMs: 0 });
  expect(opener.toString()).toContain('"choices":[]');
  expect(pieces.length).toBe(1 + 300 + 2);
  expect(pieces.at(-1)?.toString()).toBe('data: [DONE]\n\n');
  const sizes = pieces.slice(1, -2).map((piece) => piece.length);
  expect(Math.min(...sizes)).toBeGreaterThan(230);
  expect(Math.max(...sizes)).toBeLessThan(290);
});
