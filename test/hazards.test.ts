// The list of hazards names tests that exist.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { HAZARDS, type HazardTest } from './hazards.ts';

const hazards = Object.values(HAZARDS).flat();

/** What a test file's source says of its tests. */
interface Source {
  readonly titles: ReadonlySet<string>;
  /** Every text in it, which the rows of its `test.each` are among. */
  readonly texts: ReadonlySet<string>;
}

function parse(file: string, text: string): Source {
  const titles = new Set<string>();
  const texts = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.add(node.text);
    if (ts.isCallExpression(node) && callee(node) === 'test') {
      const [title] = node.arguments;
      if (title !== undefined && ts.isStringLiteralLike(title)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext));
  return { titles, texts };
}

/** `test` for test(…), test.each(…)(…) and test.each<…>(…)(…), skipped ones excepted. */
function callee({ expression }: ts.CallExpression): string {
  const each = ts.isCallExpression(expression) ? expression.expression : expression;
  const name =
    ts.isPropertyAccessExpression(each) && each.name.text === 'each' ? each.expression : each;
  return ts.isIdentifier(name) ? name.text : '';
}

const files = [...new Set(hazards.flatMap(({ tests }) => tests.map(({ file }) => file)))];
const sources = new Map(
  await Promise.all(
    files.map(async (file): Promise<[string, Source]> => {
      const text = await readFile(join(import.meta.dirname, file), 'utf8');
      return [file, parse(file, text)];
    }),
  ),
);

function exists({ file, title, row }: HazardTest): boolean {
  const source = sources.get(file);
  return source?.titles.has(title) === true && (row === undefined || source.texts.has(row));
}

test('titles are read as the sources have them', () => {
  const text = `test('a "b"', f); test.each<[string]>([['row']])('%s', f); describe('d', f);
    test.skip('s', f); test.todo('t'); test.each(rows)("it's", f);`;
  expect(parse('x.ts', text).titles).toEqual(new Set(['a "b"', '%s', "it's"]));
});

describe.each(Object.entries(HAZARDS))('%s', (_, section) => {
  test.each(section)('$hazard', ({ hazard, sources: cited, tests }) => {
    expect(hazard).toMatch(/^\S.*\.$/);
    expect(cited).not.toEqual([]);
    for (const source of cited) expect(source).toMatch(/^(https:\/\/\S+|[\w.-]+\/[\w.-]+#\d+)$/);
    expect(tests).not.toEqual([]);
    expect(tests.filter((named) => !exists(named))).toEqual([]);
  });
});

test('no hazard and no section stands there for nothing, or twice', () => {
  expect(Object.values(HAZARDS)).not.toContainEqual([]);
  const sentences = hazards.map(({ hazard }) => hazard);
  expect([...new Set(sentences)]).toEqual(sentences);
});
