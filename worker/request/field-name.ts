// The name of a form's field, from its headers: strictly, since other parsers disagree about what is not plain.
// https://www.rfc-editor.org/rfc/rfc7578#section-4.2

import { RequestFailure } from '../contract/failure.ts';
import { decode } from '../formats/bytes.ts';
import { readParameters } from '../http/header-parameters.ts';
import { decodeSegment } from '../operations/parse-target.ts';

const LINE_END = '\r\n';

const DISPOSITION = /^content-disposition[ \t]*:[ \t]*(form-data(?=[ \t;]|$))?/i;

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
  const [opening = '', kind] = DISPOSITION.exec(line) ?? [];
  const parameters = kind === undefined ? undefined : readParameters(line, opening.length);
  if (second !== undefined || isFolded || parameters === undefined) throw ambiguous();
  const [given, other] = parameters.filter(({ key }) => key === 'name' || key.startsWith('name*'));
  if (given === undefined) return undefined;
  const { key, value } = given;
  const isPlain = key === 'name' && !value.includes('\\') && !hidesName(value);
  if (other !== undefined || !isPlain) throw ambiguous();
  return value;
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
