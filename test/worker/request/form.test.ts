import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editForm, fieldText, parseForm, type Form } from '../../../worker/request/form.ts';

function encode(text: string) {
  return new TextEncoder().encode(text);
}
function decode(bytes: Uint8Array) {
  return new TextDecoder().decode(bytes);
}

interface Field {
  readonly name: string;
  readonly value: string;
  readonly file?: string;
}

function write(fields: readonly Field[], boundary: string, preamble = ''): string {
  const parts = fields.map(({ name, value, file }) => {
    const filename = file === undefined ? '' : `; filename="${file}"\r\nContent-Type: audio/wav`;
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename}\r\n\r\n${value}\r\n`;
  });
  return `${preamble}${parts.join('')}--${boundary}--\r\n`;
}

function parsed(text: string, boundary = 'b0undary'): Form {
  const form = parseForm(encode(text), `multipart/form-data; boundary=${boundary}`);
  if (!form.ok) throw new Error(JSON.stringify(form.error));
  return form.value;
}

function edited(form: Form, edits: ReadonlyMap<string, string | undefined>): string {
  return editForm(form, edits).map(decode).join('');
}

const FIELDS: readonly Field[] = [
  { name: 'file', value: 'RIFF\r\n--not-the-boundary\r\n', file: 'a "name=\\"model\\"".wav' },
  { name: 'timestamp_granularities[]', value: 'word' },
  { name: 'timestamp_granularities[]', value: 'segment' },
  { name: 'model', value: 'whisper' },
];

test('finds the fields, and the model wherever it stands', () => {
  for (const fields of [FIELDS, [...FIELDS].reverse()]) {
    const form = parsed(write(fields, 'b0undary'));
    expect(form.fields.map(({ name }) => name)).toEqual(fields.map(({ name }) => name));
    expect(fieldText(form, 'model')).toEqual({ ok: true, value: 'whisper' });
  }
});

test.each([
  ['a quoted boundary', 'multipart/form-data; boundary="b 0"', 'b 0'],
  ['other parameters', 'multipart/form-data; charset=utf-8; boundary=b0; x=y', 'b0'],
  ['capitals', 'Multipart/Form-Data; BOUNDARY=b0', 'b0'],
])('reads %s', (_, contentType, boundary) => {
  const form = parseForm(encode(write(FIELDS, boundary)), contentType);
  expect(form.ok && form.value.fields).toHaveLength(4);
});

const NO_BOUNDARY = 'its Content-Type needs a boundary of up to 70 characters';
const NOT_FOUND = 'the boundary in its Content-Type is not in it';
const CUT = 'it ends before its closing boundary';
const NAMELESS = 'a field has no name';
const TOO_MUCH = 'it has too many fields or headers';

test.each([
  ['no boundary', 'multipart/form-data', write(FIELDS, 'b'), NO_BOUNDARY],
  ['another boundary', 'multipart/form-data; boundary=x', write(FIELDS, 'b'), NOT_FOUND],
  ['no body', 'multipart/form-data; boundary=b', '', NOT_FOUND],
  [
    'a cut inside a value',
    'multipart/form-data; boundary=b',
    write(FIELDS, 'b').slice(0, -10),
    CUT,
  ],
  ['a cut inside a header', 'multipart/form-data; boundary=b', '--b\r\nContent-Dispo', CUT],
  [
    'a nameless field',
    'multipart/form-data; boundary=b',
    '--b\r\nX: y\r\n\r\n1\r\n--b--',
    NAMELESS,
  ],
])('refuses %s', (_, contentType, text, reason) => {
  expect(parseForm(encode(text), contentType)).toEqual({
    ok: false,
    error: { kind: 'invalid_form', reason },
  });
});

test('refuses to choose between two models', () => {
  const form = parsed(write([...FIELDS, { name: 'model', value: 'other' }], 'b0undary'));
  expect(fieldText(form, 'model')).toEqual({
    ok: false,
    error: {
      kind: 'invalid_form',
      reason: 'it has the field `model` more than once',
      field: 'model',
    },
  });
});

test('adds a field that is missing as the first', () => {
  const fields = FIELDS.slice(0, 2);
  for (const preamble of ['', 'preamble\r\n']) {
    const form = parsed(write(fields, 'b0undary', preamble));
    expect(edited(form, new Map([['model', 'whisper']]))).toBe(
      write([{ name: 'model', value: 'whisper' }, ...fields], 'b0undary', preamble),
    );
  }
});

const boundaries = fc.stringMatching(/^[A-Za-z0-9'+_-]{1,40}$/);
const values = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('\r', '\n', '-', '--', 'b', ' '), { maxLength: 20 })
    .map((parts) => parts.join('')),
);
const forms = fc
  .tuple(
    boundaries,
    fc.array(fc.tuple(fc.stringMatching(/^[a-z[\]]{1,8}$/), values), { maxLength: 6 }),
    fc.nat(6),
  )
  .map(([boundary, list, at]) => {
    const others = list
      .filter(([name]) => name !== 'model')
      .map(([name, value]): Field => ({ name, value: value.toWellFormed() }))
      .filter(({ value }) => !`\r\n${value}\r\n`.includes(`--${boundary}`));
    return { boundary, before: others.slice(0, at), after: others.slice(at) };
  });

test('an alias changes its field and leaves every other byte, for any form', () => {
  fc.assert(
    fc.property(forms, ({ boundary, before, after }) => {
      const written = (model: string) =>
        write([...before, { name: 'model', value: model }, ...after], boundary);
      const form = parsed(written('alias'), `"${boundary}"`);
      expect(edited(form, new Map([['model', 'the-deployment']]))).toBe(written('the-deployment'));
      expect(edited(form, new Map([['model', 'alias']]))).toBe(written('alias'));
    }),
  );
});

test('a removed field takes nothing with it, for any form', () => {
  fc.assert(
    fc.property(forms, ({ boundary, before, after }) => {
      const model = { name: 'model', value: 'm' };
      const form = parsed(write([...before, model, ...after], boundary), `"${boundary}"`);
      expect(edited(form, new Map([['model', undefined]]))).toBe(
        write([...before, ...after], boundary),
      );
    }),
  );
});

test('any bytes at all give a form or an error', () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.string(),
      (bytes, type) => typeof parseForm(bytes, type).ok === 'boolean',
    ),
  );
});

test.each([
  [
    'a boundary of more than 70 characters',
    'x'.repeat(71),
    write(FIELDS, 'x'.repeat(71)),
    NO_BOUNDARY,
  ],
  [
    'more than 1,000 fields',
    'b',
    write(
      Array.from({ length: 1001 }, () => ({ name: 'a', value: '' })),
      'b',
    ),
    TOO_MUCH,
  ],
  [
    'a field with headers of 20 KB',
    'b',
    `--b\r\nX: ${'y'.repeat(20_000)}\r\n\r\n1\r\n--b--`,
    TOO_MUCH,
  ],
  [
    'a delimiter inside the headers of a field',
    'b',
    '--b\r\nContent-Disposition: form-data; name="x"\r\n--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nhidden\r\n--b--',
    NAMELESS,
  ],
])('refuses %s', (_, boundary, text, reason) => {
  expect(parseForm(encode(text), `multipart/form-data; boundary=${boundary}`)).toEqual({
    ok: false,
    error: { kind: 'invalid_form', reason },
  });
});
