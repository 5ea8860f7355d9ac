// From the text of CHIT_USERS to its list. People write that text by hand, so each way in which it goes wrong
// has a sentence of its own, which shows none of the value.

import { err, ok, type Result } from '../contract/result.ts';
import { decodeStrictly } from '../formats/bytes.ts';
import { isList, isObject, parseJson } from '../formats/json.ts';

const ENCODE_AGAIN = 'Encode it again: base64 of a JSON list in UTF-8';

/**
 * Decodes base64 of a JSON list in UTF-8, also in its URL-safe alphabet, and wrapped in lines.
 *
 * @returns the entries, not checked, or what is wrong with the text, in words that hold none of it
 */
export function decodeUsers(text: string): Result<readonly unknown[], string> {
  const bytes = decodeBase64(text);
  if (!bytes.ok) return bytes;
  const json = decodeText(bytes.value);
  if (!json.ok) return json;
  const list = parseJson(json.value);
  if (isList(list)) return ok(list);
  if (list === undefined) return err(`CHIT_USERS ${explainJson(json.value)}`);
  return err(
    isObject(list)
      ? 'CHIT_USERS is base64 of one JSON object. Put it in brackets, as a list: [{…}]'
      : `CHIT_USERS is not a list of users. ${ENCODE_AGAIN}`,
  );
}

function decodeBase64(text: string): Result<Uint8Array, string> {
  try {
    // Line breaks are skipped: https://tc39.es/proposal-arraybuffer-base64/spec/#sec-frombase64
    return ok(Uint8Array.fromBase64(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return err(`CHIT_USERS ${explainBase64(text.trim())}`);
  }
}

function explainBase64(text: string): string {
  if (/^[[{]/.test(text)) {
    return "is JSON as it is. Encode it as base64: printf %s '[…]' | base64 | tr -d '\\n'";
  }
  if (/^(["'“‘]).*["'”’]$/s.test(text)) return 'has quotes around its value. Remove them';
  if (/[^\w\s+/=-]/.test(text)) {
    return `is not base64: it has characters that base64 does not have. ${ENCODE_AGAIN}`;
  }
  if (/=\s*[^=\s]/.test(text)) {
    return 'has more characters after the = that ends base64. Encode the whole list at once, and cut the result';
  }
  return 'is not whole base64: characters are missing. Check that it is one line, and that all its parts, CHIT_USERS_2, …, are there';
}

function decodeText(bytes: Uint8Array): Result<string, string> {
  try {
    const text = decodeStrictly(bytes);
    if (!text.includes('\0')) return ok(text);
    return err(
      'CHIT_USERS is UTF-16, as Windows saves it. Save the list as UTF-8 and encode it again',
    );
  } catch {
    return err(`CHIT_USERS ${explainBytes(bytes)}`);
  }
}

function explainBytes(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return 'is UTF-16, as Windows saves it. Save the list as UTF-8 and encode it again';
  }
  try {
    // As a stream the text may end inside of a character.
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes, { stream: true });
    return CUT;
  } catch {
    return 'is not UTF-8, but perhaps GBK. Save the list as UTF-8 and encode it again';
  }
}

const CUT =
  'is cut off: its list has no end. Check that it is one line, and that all its parts, CHIT_USERS_2, …, are there';

/** What is wrong with a text that is not JSON. */
function explainJson(json: string): string {
  const text = json.trim();
  // What is inside of strings is none of JSON's punctuation.
  const outside = text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '""');
  if (!/^[[{]/.test(text)) return `is base64 of something that is not JSON. ${ENCODE_AGAIN}`;
  if (/[“”„‘’＂：，｛｝［］【】]/.test(outside)) {
    return 'has typographic or Chinese quotes or punctuation, such as “ and ，. JSON needs " : , in their place';
  }
  if (/[[{,:]\s*'/.test(outside)) return 'has single quotes. JSON needs double quotes: "name"';
  if (/,\s*[\]}]/.test(outside)) return 'has a comma after the last entry or member. Remove it';
  if (!/[\]}]$/.test(text)) return CUT;
  return `is base64 of something that is not valid JSON. ${ENCODE_AGAIN}`;
}
