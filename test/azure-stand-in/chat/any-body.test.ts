// Whatever JSON a client sends, the server answers it and says what it is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { send, start } from '../client.ts';

const word = fc.constantFrom(
  ...['role', 'content', 'type', 'text', 'function', 'name', 'parameters', 'properties', 'items'],
  ...['required', 'enum', 'anyOf', 'allOf', '$ref', 'json_schema', 'schema', 'include_usage'],
);
const scalar = fc.constantFrom<unknown>(
  ...[null, true, 0, -1, 1.5, 3, '', '#', '#/a', 'user', 'tool', 'array', 'object', 'json_schema'],
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  ),
}));
function fields(...names: readonly string[]): fc.Arbitrary<object> {
  return fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
}
const messages = fc.array(fields('role', 'content', 'tool_calls'), { minLength: 1, maxLength: 3 });

test.each([
  [
    'chat/completions',
    'plain',
    fc
      .tuple(
        fc.record({ messages }),
        fields('n', 'stop', 'tools', 'tool_choice', 'response_format', 'stream', 'stream_options'),
      )
      .map(([known, other]) => ({ ...known, ...other })),
  ],
  ['completions', 'instruct', fields('prompt', 'n', 'stop', 'echo', 'max_tokens', 'stream')],
  ['embeddings', 'embed', fields('input', 'dimensions', 'encoding_format')],
])('%s answers any body with 200 or 400', async (operation, model, bodies) => {
  const standIn = await start();
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const sent = { path: `/openai/v1/${operation}`, body: { ...body, model } };
      const got = await send(standIn, sent);
      expect([200, 400]).toContain(got.status);
      expect(got.text).not.toBe('');
    }),
    { numRuns: 150 },
  );
});
