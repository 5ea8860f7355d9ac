import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RequestFailure } from '../../../worker/contract/failure.ts';
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
  return parseForm(encode(text), `multipart/form-data; boundary=${boundary}`);
}

function edited(form: Form, edits: ReadonlyMap<string, string | undefined>): string {
  const set = new Map<string, Uint8Array>();
  const removed: string[] = [];
  for (const [name, value] of edits) {
    if (value === undefined) removed.push(name);
    else set.set(name, encode(value));
  }
  return editForm(form, set, removed).map(decode).join('');
}

/** The failure with which something is refused. */
function refusalOf(parse: () => unknown): RequestFailure['failure'] {
  try {
    parse();
  } catch (error) {
    if (error instanceof RequestFailure) return error.failure;
    throw error;
  }
  throw new Error('not refused');
}

const FIELDS: readonly Field[] = [
  { name: 'file', value: 'RIFF\r\n--not-the-boundary\r\n', file: 'a \\"name=model\\"; name=x.wav' },
  { name: 'timestamp_granularities[]', value: 'word' },
  { name: 'timestamp_granularities[]', value: 'segment' },
  { name: 'model', value: 'whisper' },
];

test('finds the fields, and the model wherever it stands', () => {
  for (const fields of [FIELDS, [...FIELDS].reverse()]) {
    const form = parsed(write(fields, 'b0undary'));
    expect(form.fields.map(({ name }) => name)).toEqual(fields.map(({ name }) => name));
    expect(fieldText(form, 'model')).toBe('whisper');
  }
});

test.each([
  ['a quoted boundary', 'multipart/form-data; boundary="b 0"', 'b 0'],
  ['other parameters', 'multipart/form-data; charset=utf-8; boundary=b0; x=y', 'b0'],
  ['capitals', 'Multipart/Form-Data; BOUNDARY=b0', 'b0'],
])('reads %s', (_, contentType, boundary) => {
  const form = parseForm(encode(write(FIELDS, boundary)), contentType);
  expect(form.fields).toHaveLength(4);
});

const NO_BOUNDARY = 'no_boundary';
const NOT_FOUND = 'boundary_not_found';
const CUT = 'cut_short';
const NAMELESS = 'field_without_name';

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
])('refuses %s', (_, contentType, text, fault) => {
  expect(refusalOf(() => parseForm(encode(text), contentType))).toEqual({
    kind: 'invalid_form',
    fault,
  });
});

test('refuses to choose between two models', () => {
  const form = parsed(write([...FIELDS, { name: 'model', value: 'other' }], 'b0undary'));
  expect(refusalOf(() => fieldText(form, 'model'))).toEqual({
    kind: 'repeated_form_field',
    field: 'model',
  });
});

test('adds a field that is missing as the first', () => {
  const fields = FIELDS.slice(0, 2);
  for (const preamble of ['', '\r\n']) {
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
    fc.property(fc.uint8Array(), fc.string(), (bytes, type) => {
      try {
        parseForm(bytes, type);
      } catch (error) {
        expect(error).toBeInstanceOf(RequestFailure);
      }
    }),
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
      Array.from({ length: 251 }, () => ({ name: 'a', value: '' })),
      'b',
    ),
    'too_many_fields',
  ],
  [
    'a field with headers of 20 KB',
    'b',
    `--b\r\nX: ${'y'.repeat(20_000)}\r\n\r\n1\r\n--b--`,
    'headers_too_long',
  ],
  [
    'a delimiter inside the headers of a field',
    'b',
    '--b\r\nContent-Disposition: form-data; name="x"\r\n--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nhidden\r\n--b--',
    NAMELESS,
  ],
])('refuses %s', (_, boundary, text, fault) => {
  expect(refusalOf(() => parsed(text, boundary))).toEqual({ kind: 'invalid_form', fault });
});

/** What other parsers make of it: Starlette's, Werkzeug's and undici's see a second `session`. */
const SECOND_SESSION: readonly (readonly [string, string])[] = [
  ['a second name', 'form-data; name="x"; name="session"'],
  ['a second line', 'form-data; name="x"\r\nContent-Disposition: form-data; name="session"'],
  ['a starred name', `form-data; name="x"; name*=utf-8''session`],
  ['a continued name', 'form-data; name="x"; name*0="session"'],
  ['a folded line', 'form-data; name="x";\r\n name="session"'],
  ['a bare line end', 'form-data; name="x";\n name="session"'],
  ['an escape', 'form-data; name="sessio\\n"'],
  ['another case', 'form-data; name="Session"'],
  ['brackets', 'form-data; name="session[]"'],
  ['percent signs', 'form-data; name="%73ession"'],
  ['a blank', 'form-data; name="session "'],
  ['quotes that do not end', 'form-data; name="x; name=session'],
  ['a quote inside', 'form-data; filename="a"b"; name="session"'],
  ['another disposition', 'attachment; name="session"'],
];

test.each(SECOND_SESSION)(
  'a field that could be read in another way, by %s, is refused',
  (_, head) => {
    const field = (disposition: string, value: string) =>
      `--b\r\nContent-Disposition: ${disposition}\r\n\r\n${value}\r\n`;
    const text = `${field('form-data; name="session"', '{}')}${field(head, '{"model":"x"}')}--b--\r\n`;
    expect(refusalOf(() => parsed(text, 'b'))).toEqual({
      kind: 'invalid_form',
      fault: 'ambiguous_name',
    });
  },
);

const HEAD = 'Content-Disposition: form-data; name="a"\r\n\r\n1';

test.each([
  ['in front of the first delimiter', `x--b\r\n${HEAD}\r\n--b\r\n${HEAD}\r\n--b--\r\n`],
  ['after a preamble', `text\r\n--b\r\n${HEAD}\r\n--b--\r\n`],
  ['after a bare line end', `--b\r\n${HEAD}\n--b\r\n${HEAD}\r\n--b--\r\n`],
  ['before a bare line end', `--b\r\n${HEAD}\r\n--b\n${HEAD}\r\n--b--\r\n`],
  ['at the front of a longer line', `--b\r\n${HEAD}\r\n--bold\r\n--b--\r\n`],
  ['after the last delimiter', `--b\r\n${HEAD}\r\n--b--\r\n--b\r\n${HEAD}\r\n--b--\r\n`],
])('a boundary %s, which other parsers take for one, is refused', (_, text) => {
  expect(refusalOf(() => parsed(text, 'b'))).toEqual({
    kind: 'invalid_form',
    fault: 'ambiguous_boundary',
  });
});

test('a boundary inside of a line is part of the value', () => {
  const form = parsed(write([{ name: 'model', value: 'a--b0undary b' }], 'b0undary'));
  expect(fieldText(form, 'model')).toBe('a--b0undary b');
});

test('a model that is longer than any name is none', () => {
  const form = parsed(write([{ name: 'model', value: 'x'.repeat(64 * 1024 + 1) }], 'b0undary'));
  expect(fieldText(form, 'model')).toBeUndefined();
});

test.each([
  'multipart/form-data; boundary=aaa; boundary=b',
  'multipart/form-data; boundary*=b',
  'multipart/form-data; boundary*0=b',
  'multipart/form-data; boundary="b\\b"',
  'multipart/form-data; x=";" boundary=b',
  'multipart/form-data; boundary=b c',
])('a boundary that other parsers read otherwise is none: %s', (contentType) => {
  const text = write([{ name: 'model', value: 'm' }], 'b');
  expect(refusalOf(() => parseForm(encode(text), contentType))).toEqual({
    kind: 'invalid_form',
    fault: 'no_boundary',
  });
});

test('a boundary inside of another parameter is not the one', () => {
  const text = write([{ name: 'model', value: 'm' }], 'b');
  const form = parseForm(encode(text), 'multipart/form-data; x="; boundary=aaa"; boundary=b');
  expect(fieldText(form, 'model')).toBe('m');
});
