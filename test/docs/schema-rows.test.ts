import { expect, test } from 'vitest';
import { z } from 'zod';
import { markdownTable, same } from '../../docs/tables/language.ts';
import { schemaRows } from '../../docs/tables/settings/schema-rows.ts';

test('a row has the type and the default that the schema gives a member', () => {
  const schema = z.strictObject({
    name: z.string(),
    mode: z.enum(['a', 'b']).default('a'),
    flag: z
      .enum(['true', 'false'])
      .default('true')
      .transform((value) => value === 'true'),
    count: z
      .string()
      .default('3')
      .transform((value) => Number(value)),
    names: z.array(z.string()).default([]),
    steps: z.array(z.number()).default([80, 100]),
    note: z.preprocess((value) => value, z.string()).optional(),
  });
  expect(schemaRows(schema)).toEqual([
    { name: 'name', type: 'string', required: true, fallback: undefined },
    { name: 'mode', type: '`a`, `b`', required: false, fallback: '`a`' },
    { name: 'flag', type: 'boolean', required: false, fallback: '`true`' },
    { name: 'count', type: 'integer', required: false, fallback: '`3`' },
    { name: 'names', type: 'list', required: false, fallback: undefined },
    { name: 'steps', type: 'list', required: false, fallback: '`[80, 100]`' },
    { name: 'note', type: 'string', required: false, fallback: undefined },
  ]);
});

test('a table is in one language, and a bar does not end a cell', () => {
  const head = [same('name'), { en: 'meaning', zh: '含义' }];
  const rows = [[same('`a|b`'), { en: 'either', zh: '任一' }]];
  expect(markdownTable(head, rows, 'zh')).toBe(
    ['| name | 含义 |', '| --- | --- |', '| `a\\|b` | 任一 |'].join('\n'),
  );
});
