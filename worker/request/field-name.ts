// The name of a form's field, from its headers: strictly, since other parsers disagree about what is not plain.
// https://www.rfc-editor.org/rfc/rfc7578#section-4.2

import { RequestFailure } from '../contract/failure.ts';
import { decode } from '../formats/bytes.ts';
import { decodeSegment } from '../operations/parse-target.ts';

const LINE_END = '\r\n';

const DISPOSITION = /^content-disposition[ \t]*:[ \t]*(form-data(?=[ \t;]|$))?/i;

/** In quotes with escapes, or bare. */
const PARAMETER = /[ \t]*;[ \t]*([\w*-]+)[ \t]*=[ \t]*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s";]+))/y;

const LINE_REST = /[ \t]*;?[ \t]*$/y;

/**
 * `name` of `Content-Disposition: form-data; name="…"`, and not the one inside a file's name.
 *
 * @throws RequestFailure for a name that other parsers could read in another way
 */
export function readFieldName(header: Uint8Array): string | undefined {
  const lines = decode(header).split(LINE_END);
  const dispositions = lines.filter((line) => DISPOSITION.test(line));
  const [line, second] = dispositions;
  if (line === undefined) return undefined;
  const isFolded = lines.some((each) => /^[ \t]|[\r\n]/.test(each));
  const parameters = readParameters(line);
  if (second !== undefined || isFolded || parameters === undefined) throw ambiguous();
  const [given, other] = parameters.filter(({ key }) => key === 'name' || key.startsWith('name*'));
  if (given === undefined) return undefined;
  const { key, value } = given;
  const isPlain = key === 'name' && !value.includes('\\') && !hidesName(value);
  if (other !== undefined || !isPlain) throw ambiguous();
  return value;
}

interface Parameter {
  /** In lower case. */
  readonly key: string;
  readonly value: string;
}

/** The parameters of `form-data`; undefined where the line has anything else. */
function readParameters(line: string): readonly Parameter[] | undefined {
  const [opening = '', kind] = DISPOSITION.exec(line) ?? [];
  if (kind === undefined) return undefined;
  const parameters: Parameter[] = [];
  let at = opening.length;
  for (;;) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(line);
    if (match === null) break;
    const [whole, key = '', quoted, bare] = match;
    parameters.push({ key: key.toLowerCase(), value: quoted ?? bare ?? '' });
    at += whole.length;
  }
  LINE_REST.lastIndex = at;
  return LINE_REST.test(line) ? parameters : undefined;
}

/** The fields that decide something. */
const DECIDING = ['model', 'session'];

/** Whether a name is a deciding one in another spelling: `Model`, `session[]`, `%73ession`. */
function hidesName(name: string): boolean {
  if (DECIDING.includes(name)) return false;
  const plain = decodeSegment(name)
    .replaceAll(/[\s[\]]/g, '')
    .toLowerCase();
  return DECIDING.includes(plain);
}

function ambiguous(): RequestFailure {
  return new RequestFailure({ kind: 'invalid_form', fault: 'ambiguous_name' });
}
