// Bodies: JSON and forms as clients send them, and broken in every way.
import type { Dice } from './dice.ts';
import { CLOSED, CONTENT, KEPT_ID, MODELS, NAMED } from './stack.ts';

/** A body and the Content-Type that goes with it, if any. */
export interface FuzzBody {
  readonly type: string | undefined;
  readonly bytes: Buffer;
}

const NAMES = [
  'model',
  'm\\u006fdel',
  'stream',
  'stream_options',
  'max_tokens',
  'temperature',
  'messages',
  'input',
  'session',
  '__proto__',
  'constructor',
  'toString',
  'previous_response_id',
  'conversation',
  'x',
  '',
] as const;

function modelText(dice: Dice): string {
  return dice.weighted(
    [70, () => JSON.stringify(dice.pick(MODELS))],
    [
      10,
      () =>
        JSON.stringify(
          dice.pick([
            '__proto__',
            'constructor',
            'toString',
            'hasOwnProperty',
            '../../evil',
            'gpt-4o?x=',
            'gpt-4o/../x',
            'https://evil.example/',
            'gpt-4o\r\nx-injected: 1',
            '\u0000',
            '\u2024\u2024',
            NAMED,
            'gpt-4o-2024-11-20',
            'x'.repeat(5000),
          ]),
        ),
    ],
    [5, () => dice.pick(['null', '1', '{}', '[]', '""', 'true', '"\\ud800"', '["gpt-4o"]'])],
    [5, () => '"gpt\\u002d4o"'],
  );
}

function value(dice: Dice, depth: number): string {
  if (depth > 0 && dice.chance(0.3)) {
    const inner = () => value(dice, depth - 1);
    return dice.chance(0.5)
      ? `[${dice.some(4, inner).join(',')}]`
      : `{${dice.some(4, () => `"${dice.pick(NAMES)}":${inner()}`).join(',')}}`;
  }
  return dice.pick([
    '1',
    '-0',
    '1e400',
    '1.0e0',
    'true',
    'null',
    `"${CONTENT}"`,
    '"\\u0000"',
    '"\\ud83d"',
    '"\\\\\\""',
    '[]',
    '{}',
    '""',
  ]);
}

function member(dice: Dice): string {
  const name = dice.pick(NAMES);
  const text = name.startsWith('m') && name.endsWith('del') ? modelText(dice) : value(dice, 3);
  const space = dice.pick(['', '', ' ', '\n', '\t\r\n  ']);
  return `${space}"${name}"${space}:${space}${text}${space}`;
}

/** A key that says the same in another spelling. */
function spelled(dice: Dice, key: string): string {
  return dice.weighted(
    [60, () => key],
    [15, () => key.toUpperCase()],
    [15, () => `\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${key.slice(1)}`],
    [10, () => key.replace('s', 'ſ').replace('i', '\\u0131')],
  );
}

/** Something deep inside that only some users may name. */
function named(dice: Dice): string {
  const id = () => {
    const key = dice.pick(['file_id', 'file_ids', 'vector_store_ids', 'container', 'batch_id']);
    const value = key.endsWith('s') ? `["x","${KEPT_ID}"]` : `"${KEPT_ID}"`;
    return `"${spelled(dice, key)}":${value}`;
  };
  const prompt = () => `"${spelled(dice, 'prompt')}":{"id":"${KEPT_ID}"}`;
  const model = () =>
    `"${spelled(dice, dice.pick(['model', 'deployment_name']))}":"${dice.pick([CLOSED, CLOSED.toUpperCase()])}"`;
  let inner = `{${dice.weighted([5, id], [1, prompt], [3, model])}}`;
  for (let depth = dice.below(6); depth > 0; depth--) {
    inner = dice.pick([
      `[1,${inner}]`,
      `{"parameters":{"a":1},"b":${inner}}`,
      `[{"schema":{}},[${inner}]]`,
      `{"x":"}\\"",${inner.startsWith('{') ? inner.slice(1) : `"y":${inner}}`}`,
    ]);
  }
  return `"${dice.pick(['input', 'tools', 'messages', 'tool_choice', 'response', 'data_sources'])}":${inner}`;
}

/** Values that take much more memory than text, some of them in members that decide. */
function tiny(dice: Dice): string {
  const value = dice.pick(['{}', '[]', '""', '0', '{"a":0}', '"\\n"', 'null', '[[[]]]']);
  const length = dice.chance(0.02) ? 5_000_000 : dice.below(20_000);
  const list = `[${`${value},`.repeat(length / (value.length + 1))}0]`;
  return `"${dice.pick(['x', 'model', 'temperature', 'stream', 'stream_options', 'session', 'tools'])}":${list}`;
}

function object(dice: Dice): string {
  const model = dice.chance(0.85) ? [`"model":${modelText(dice)}`] : [];
  const prompt = `"messages":[{"role":"user","content":"${CONTENT}"}],"input":"${CONTENT}"`;
  const stream = dice.chance(0.4)
    ? [`"stream":${dice.pick(['true', 'false', 'null', '"true"'])}`]
    : [];
  const given = dice.chance(0.8) ? `{"model":${modelText(dice)}}` : value(dice, 2);
  const session = dice.chance(0.2) ? [`"session":${given}`] : [];
  const deep = dice.chance(0.12) ? [named(dice)] : [];
  const many = dice.chance(0.04) ? [tiny(dice)] : [];
  const others = dice.some(4, () => member(dice));
  const parts = [...model, prompt, ...stream, ...session, ...deep, ...many, ...others];
  return `{${dice.chance(0.3) ? parts.reverse().join(',') : parts.join(',')}}`;
}

const DEPTHS = [100, 5000, 100_000, 400_000] as const;

/** JSON, most of it valid. */
export function json(dice: Dice): Buffer {
  return dice.weighted<Buffer>(
    [80, () => Buffer.from(object(dice))],
    [6, () => mutated(dice, Buffer.from(object(dice)))],
    [
      3,
      () =>
        Buffer.from(
          dice.pick([
            '',
            '{',
            '[]',
            'null',
            '1',
            '"x"',
            '{}',
            '\u0000',
            'NaN',
            '{"a":1}{"b":2}',
            "{'model':'gpt-4o'}",
            '\ufeff{"model":"gpt-4o"}',
            `{"model":"gpt-4o",}`,
            ' '.repeat(5000),
          ]),
        ),
    ],
    [1, () => nested(dice)],
    [
      1,
      () =>
        Buffer.concat([
          Buffer.from('{"model":"gpt-4o","x":"'),
          Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
          Buffer.from('"}'),
        ]),
    ],
    [1, () => Buffer.from(object(dice), 'utf16le')],
    [0.3, () => Buffer.from(`{"model":"gpt-4o","input":"${CONTENT.repeat(dice.below(60_000))}"}`)],
    [
      0.03,
      () =>
        Buffer.from(
          `{"model":"gpt-4o","input":"${'x'.repeat(16 * 1024 ** 2 - 28 + dice.below(3))}"}`,
        ),
    ],
    [
      0.5,
      () =>
        Buffer.from(
          `{${Array.from({ length: dice.below(5000) }, () => `"model":"${dice.pick(MODELS)}"`).join(',')}}`,
        ),
    ],
  );
}

function nested(dice: Dice): Buffer {
  const depth = dice.pick(DEPTHS);
  const [open, close] = dice.pick([
    ['[', ']'],
    ['{"a":', '}'],
  ] as const);
  const end = dice.chance(0.8) ? `1${close.repeat(depth)}` : '';
  return Buffer.from(`{"model":"gpt-4o","x":${open.repeat(depth)}${end}}`);
}

/** Some bytes changed, dropped or put in. */
export function mutated(dice: Dice, bytes: Buffer): Buffer {
  let made = bytes;
  for (let change = 0; change <= dice.below(4); change++) {
    const at = dice.below(made.length + 1);
    const put = Buffer.from(dice.some(3, () => dice.below(256)));
    made = Buffer.concat([made.subarray(0, at), put, made.subarray(at + dice.below(3))]);
  }
  return made;
}

/** A form, with any of its parts broken. */
export function form(dice: Dice): FuzzBody {
  const boundary = dice.pick([
    'b',
    'XX',
    '----WebKitFormBoundaryAbC',
    "a'()+_,-./:=?",
    'x'.repeat(70),
    'x'.repeat(71),
    '-',
    '',
  ]);
  const part = () => {
    const name = dice.pick([
      'model',
      'model',
      'file',
      'prompt',
      'session',
      'sdp',
      '__proto__',
      'response_format',
      'file_id',
      'image[file_id]',
      '',
      'a"b',
      'n'.repeat(200),
    ]);
    const text =
      name === 'session'
        ? `{"model":${modelText(dice)}}`
        : name === 'model'
          ? dice.pick([...MODELS, '', NAMED, 'gpt-4o\r\n', '\u0000'])
          : name.includes('file_id')
            ? KEPT_ID
            : CONTENT;
    const disposition = dice.weighted(
      [80, () => `Content-Disposition: form-data; name="${name}"`],
      [5, () => `content-disposition:form-data;name=${name}`],
      [3, () => `Content-Disposition: form-data; filename="x; name=\\"model\\""; name="${name}"`],
      [3, () => `Content-Disposition: form-data; name*=utf-8''${name}`],
      [2, () => `Content-Disposition: form-data; name="x"; name="${name}"`],
      [2, () => `Content-Disposition: form-data; name="x"; name*=utf-8''${name}`],
      [2, () => `Content-Disposition: form-data; name="x"; name*0="${name}"`],
      [2, () => `Content-Disposition: form-data; name="x";\r\n name="${name}"`],
      [
        2,
        () =>
          `Content-Disposition: form-data; name="x"\r\nContent-Disposition: form-data; name="${name}"`,
      ],
      [2, () => `Content-Disposition: form-data; name="${name.toUpperCase()}"`],
      [3, () => `Content-Disposition: form-data`],
      [
        2,
        () =>
          `X: ${'y'.repeat(dice.below(20_000))}\r\nContent-Disposition: form-data; name="${name}"`,
      ],
      [2, () => ''],
      [2, () => `Content-Disposition: form-data; name="${name}`],
    );
    const end = dice.chance(0.97) ? '\r\n' : '\n';
    return `--${boundary}${dice.chance(0.97) ? '' : '\t '}${end}${disposition}${end}${end}${text}${end}`;
  };
  const count = dice.chance(0.01) ? 1001 : 1 + dice.below(5);
  const parts = Array.from({ length: count }, part).join('');
  const closing = dice.weighted(
    [85, () => `--${boundary}--\r\n`],
    [5, () => ''],
    [5, () => `--${boundary}`],
    [5, () => `--${boundary}--${CONTENT}`],
  );
  const bytes = Buffer.from(`${dice.chance(0.05) ? 'preamble\r\n' : ''}${parts}${closing}`);
  const type = dice.weighted<string | undefined>(
    [80, () => `multipart/form-data; boundary=${boundary}`],
    [8, () => `multipart/form-data; boundary="${boundary}"`],
    [3, () => 'multipart/form-data'],
    [3, () => `multipart/form-data; boundary=other`],
    [2, () => `Multipart/Form-Data; x=";boundary=${boundary}"; BOUNDARY=${boundary}`],
    [2, () => `multipart/form-data; boundary="${boundary}`],
  );
  return { type, bytes: dice.chance(0.08) ? mutated(dice, bytes) : bytes };
}

/** Any body. */
export function body(dice: Dice, isForm: boolean): FuzzBody {
  const fits = dice.chance(0.92);
  if (isForm === fits) return form(dice);
  const type = dice.weighted<string | undefined>(
    [80, () => 'application/json'],
    [5, () => undefined],
    [4, () => 'application/json; charset=utf-16'],
    [3, () => 'application/merge-patch+json'],
    [
      3,
      () =>
        dice.pick([
          'text/plain',
          'application/sdp',
          '',
          ';',
          'application/json, text/html',
          'x'.repeat(3000),
        ]),
    ],
    [2, () => 'application/json\u00e9'],
  );
  return { type, bytes: json(dice) };
}
