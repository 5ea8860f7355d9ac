// What SECURITY.md states by hand about limits and ids, against the code.
import { expect, test } from 'vitest';
import * as limits from '../../worker/contract/limits.ts';
import { MAX_DEPTH } from '../../worker/formats/json-scan.ts';
import { checkFieldNames } from '../../worker/models/named-inside.ts';
import { all, readPage, tableWith } from './pages.ts';

const PAGE = readPage('SECURITY.md');
const KIB = 1024;
const MIB = 1024 * KIB;
const number = (value: number) => value.toLocaleString('en');

test.each([
  ['everything that is held', [limits.MAX_HELD_IN_ALL / MIB, limits.MAX_HELD_BY_LARGE / MIB]],
  ['everything that is held', [limits.SMALL_HOLDING / KIB]],
  ['a JSON body', [limits.MAX_JSON_BODY_BYTES / MIB, limits.MAX_MEMBERS, MAX_DEPTH]],
  ['names of models or ids inside it', [limits.MAX_NAMES]],
  ['a session', [limits.MAX_SESSION_BYTES / MIB, limits.MAX_MEMBERS]],
  ['a form', [limits.MAX_FORM_BODY_BYTES / MIB, limits.MAX_FIELDS]],
  ['a form', [limits.MAX_FIELD_HEADER_BYTES / KIB]],
  ["a client's message over a socket", [limits.MAX_SOCKET_MESSAGE_BYTES / MIB]],
  ['what one side of a socket receives', [limits.MAX_UNANSWERED_BYTES / MIB]],
  ['what one side of a socket receives', [limits.SMALL_UNANSWERED_BYTES / KIB]],
])('the limit of %s is that of the code: %j', (what, values) => {
  const [, limit = ''] = tableWith(PAGE, what).find(([first]) => first === what) ?? [];
  const stated = all(limit, /([\d,]+)/g);
  expect(values.map(number).filter((value) => !stated.includes(value))).toEqual([]);
});

test('each member that is listed as closed is closed', () => {
  const [sentence = ''] = all(PAGE.text, /these members are refused .+?: (.+?), and `prompt`/g);
  const members = all(sentence, /`(\w+)`/g);
  expect(members.length).toBeGreaterThan(8);
  for (const member of members) {
    expect(() => {
      checkFieldNames([member], false);
    }).toThrow();
  }
});
