// The names that the bundle shortens are known to nobody outside the Worker.
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { PRIVATE_NAMES } from '../../infra/private-names.ts';
import { propertyNames, workerProgram } from './property-names.ts';

const WORKER = join(import.meta.dirname, '../../worker');
const names = propertyNames(workerProgram(WORKER), WORKER);

const OPTIONS: ts.CompilerOptions = { target: ts.ScriptTarget.ES2024, strict: true, types: [] };
const HOST = ts.createCompilerHost(OPTIONS);
const LIBRARY = new Map<string, ts.SourceFile | undefined>();

test('each listed name is that of a property, and nobody outside the Worker knows it', () => {
  const reasons = PRIVATE_NAMES.flatMap((name) => {
    const known = names.get(name);
    if (known === undefined) return [`${name}: no property has it`];
    return [...known].map((reason) => `${name}: ${reason}`);
  });
  expect(reasons).toEqual([]);
});

test('the list is in alphabetical order, and a name stands once in it', () => {
  expect(PRIVATE_NAMES).toEqual([...new Set(PRIVATE_NAMES)].sort());
});

test.each([
  ['a binding', ['accountData', 'corsOrigins', 'idle', 'priority', 'sha256', 'MODELS']],
  ['what a binding and an answer have in common', ['deployment', 'typewriter', 'usage']],
  ['the log line', ['bug', 'firstByteMs', 'inputTokens', 'outcome', 'upstreamStatus']],
  ['an error body', ['code', 'error', 'param']],
  ['a code', ['client_closed_request', 'key_expired']],
  ['a JSON answer', ['data', 'endpoints', 'object', 'owned_by', 'service']],
  ['JSON of Azure or OpenAI', ['choices', 'delta', 'finish_reason', 'model', 'session']],
  ['HTTP', ['body', 'headers', 'redirect', 'signal', 'status', 'webSocket']],
  ['a header', ['access-control-max-age', 'authorization', 'vary']],
  ['the runtime', ['done', 'fetch', 'length', 'success', 'value']],
])('a name of %s is known outside', (_, known) => {
  for (const name of known) expect([name, names.get(name)?.size ?? 1]).not.toEqual([name, 0]);
});

test.each([
  ["const o = { name: 1 }; void o['name'];", 'it is written as text'],
  ["export const f = (o: object) => 'name' in o;", 'it is written as text'],
  ["export const o = { 'name': 1 };", 'it is written as text'],
  ['const o = { name: 1 }; JSON.stringify({ in: [o] });', 'it is read as a key'],
  ['const o = { name: 1 }; Object.assign({}, o);', 'it is read as a key'],
  ['const o = { name: 1 }; for (const key in o) void key;', 'it is read as a key'],
  ['const o = { name: 1 }; export const f = (k: keyof typeof o) => o[k];', 'it is read as a key'],
  [
    'const o = { name: 1 }; const f = (x: unknown) => x; f(o);',
    'it goes to somebody who may read its keys',
  ],
  ["export const o = JSON.parse('') as { name: 1 };", 'it comes from outside'],
  [
    'const is = (x: unknown): x is { name: 1 } => x === 1; export const f = (x: unknown) => is(x);',
    'it comes from outside',
  ],
  ["export let name; ({ name } = new Error(''));", "it is not the Worker's"],
  ["export const o = new Error('').name;", "it is not the Worker's"],
  ["export const { name } = new Error('');", "it is not the Worker's"],
  [
    "const o = { message: '', name: '' }; export const e: Error = o;",
    "it goes to a type that is not the Worker's",
  ],
  [
    'interface LogLine { name: 1 } export const f = (l: LogLine) => l.name;',
    "it is not the Worker's",
  ],
])('finds in `%s` that the name is known: %s', (text, reason) => {
  const reasons = [...(propertyNames(programOf(text), '/w').get('name') ?? [])];
  expect(reasons.map((given) => given.replace(/^a\.ts:1: /, ''))).toContain(reason);
});

test.each([
  'const o = { name: 1 }; export const p = o.name;',
  'interface O { name: 1 } export const f = ({ name: n, ...o }: O) => ({ ...o, name: n });',
  'interface O { name: 1 } export const f = (...o: O[]) => new Map(o.map((p) => [p.name, p]));',
])('finds in `%s` that the name is private', (text) => {
  expect(propertyNames(programOf(text), '/w').get('name')).toEqual(new Set());
});

/** A program of one file, `/w/a.ts`. */
function programOf(text: string): ts.Program {
  const host: ts.CompilerHost = {
    ...HOST,
    fileExists: (file) => file === '/w/a.ts' || HOST.fileExists(file),
    getSourceFile: (file, version) =>
      file === '/w/a.ts' ? ts.createSourceFile(file, text, version) : library(file, version),
  };
  return ts.createProgram(['/w/a.ts'], OPTIONS, host);
}

/** Parsed once for all programs. */
function library(file: string, version: ts.ScriptTarget | ts.CreateSourceFileOptions) {
  const source = LIBRARY.get(file) ?? HOST.getSourceFile(file, version);
  LIBRARY.set(file, source);
  return source;
}
