// Bodies that are meant to cost the gateway as much as possible.

const KIB = 1024;
const MIB = 1024 * KIB;

/** A request with one. */
export interface HostileBody {
  readonly name: string;
  readonly path: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const JSON_TYPE = 'application/json';
const CHAT = '/v1/chat/completions';
const SECRETS = '/v1/realtime/client_secrets';
const BOUNDARY = 'a'.repeat(70);

/** A text that is repeated up to a length, between two others. */
function filled(before: string, repeated: string, after: string, length: number): Buffer {
  const room = Math.max(0, length - before.length - after.length);
  return Buffer.concat([
    Buffer.from(before),
    Buffer.from(repeated.repeat(Math.floor(room / Buffer.byteLength(repeated)))),
    Buffer.from(after),
  ]);
}

function json(name: string, path: string, text: readonly [string, string, string], length: number) {
  const [before, repeated, after] = text;
  return { name, path, contentType: JSON_TYPE, bytes: filled(before, repeated, after, length) };
}

function form(name: string, path: string, head: string, text: readonly string[], length: number) {
  const [before = '', repeated = '', after = ''] = text;
  const contentType = `multipart/form-data; boundary=${BOUNDARY}`;
  const opening = `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${before}`;
  const bytes = filled(opening, repeated, `${after}\r\n--${BOUNDARY}--\r\n`, length);
  return { name, path, contentType, bytes };
}

/** Just under the limits of JSON and of forms. */
export const LONG_JSON = 15 * MIB;
export const LONG_FORM = 31 * MIB;

const SESSION_FIELD = 'name="session"';

/**
 * Every place that is parsed, with tiny values, deep ones, keys and escapes.
 *
 * @param scale of the lengths; 1: as long as may be
 */
export function hostileBodies(scale = 1): readonly HostileBody[] {
  const long = Math.floor(LONG_JSON * scale);
  const longForm = Math.floor(LONG_FORM * scale);
  const session = Math.floor(MIB * Math.min(1, scale * 15)) - 2 * KIB;
  const model = '"model":"gpt-5.4-mini"';
  return [
    json('one long text', CHAT, [`{${model},"x":"`, 'word ', '"}'], long),
    json('a deciding list of {}', CHAT, [`{${model},"temperature":[`, '{},', '0]}'], long),
    json('a deciding model of {}', CHAT, ['{"model":[', '{},', '0]}'], long),
    json('a list of ""', CHAT, [`{${model},"x":[`, '"",', '0]}'], long),
    json('a list of {}', CHAT, [`{${model},"x":[`, '{},', '0]}'], long),
    json('a list of numbers', CHAT, [`{${model},"x":[`, '0,', '0]}'], long),
    json('a list of fractions', CHAT, [`{${model},"x":[`, '0.1,', '0]}'], long),
    json('a list of true', CHAT, [`{${model},"x":[`, 'true,', '0]}'], long),
    json('tiny members', CHAT, [`{${model},"x":{`, '"a":0,', '"b":0}}'], long),
    json(
      'members with escaped names',
      CHAT,
      [`{${model},"x":{`, '"\\u006dodel":0,', '"b":0}}'],
      long,
    ),
    json('members named model', CHAT, [`{${model},"x":{`, '"model":0,', '"b":0}}'], long),
    json('members named file_id', CHAT, [`{${model},"x":{`, '"file_id":"",', '"b":0}}'], long),
    json('members outside ASCII', CHAT, [`{${model},"x":{`, '"ſſſſſſſ":0,', '"b":0}}'], long),
    json(
      'nested as deep as may be',
      CHAT,
      [`{${model},"x":[`, `${'['.repeat(500)}${']'.repeat(500)},`, '0]}'],
      long,
    ),
    json('backslashes', CHAT, [`{${model},"x":"`, '\\\\', '"}'], long),
    json('quotes in quotes', CHAT, [`{${model},"x":"`, '\\"', '"}'], long),
    json('white space', CHAT, [`{${model},`, ' ', '"x":0}'], long),
    json(
      'an options object of members',
      CHAT,
      [`{${model},"stream":true,"stream_options":{`, '"a":0,', '"b":0}}'],
      long,
    ),
    json(
      'a session of members',
      SECRETS,
      ['{"session":{"model":"voice",', '"a":0,', '"b":0}}'],
      long,
    ),
    json('a session of {}', SECRETS, ['{"session":{"model":"voice","x":[', '{},', '0]}}'], session),
    form(
      'a file of the boundary',
      '/v1/audio/transcriptions',
      'name="file"; filename="a.wav"',
      ['', 'a'],
      longForm,
    ),
    form(
      'a file of line ends',
      '/v1/audio/transcriptions',
      'name="file"; filename="a.wav"',
      ['', '\r\n'],
      longForm,
    ),
    form(
      'a file of dashes',
      '/v1/audio/transcriptions',
      'name="file"; filename="a.wav"',
      ['', '\n--'],
      longForm,
    ),
    form(
      'a file of half boundaries',
      '/v1/audio/transcriptions',
      'name="file"; filename="a.wav"',
      ['', `\n--${'a'.repeat(69)}`],
      longForm,
    ),
    form('a model of text', '/v1/audio/transcriptions', 'name="model"', ['', 'a'], longForm),
    form(
      'a session in a form',
      '/v1/realtime/calls',
      SESSION_FIELD,
      ['{"model":"voice",', '"a":0,', '"b":0}'],
      longForm,
    ),
    form(
      'fields',
      '/v1/audio/transcriptions',
      'name="x"',
      [
        '',
        `1\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="${'y'.repeat(3000)}"\r\n\r\n`,
      ],
      Math.min(longForm, 2 * MIB),
    ),
  ];
}
