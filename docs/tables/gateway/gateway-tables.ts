// The tables of errors, operations, log fields and variables.
import { adviseAbsent } from '../../../worker/operations/absent.ts';
import type { Operation } from '../../../worker/operations/operation.ts';
import { OPERATIONS } from '../../../worker/operations/table.ts';
import { markdownTable, same, type Language, type Words } from '../language.ts';
import { ERROR_ADVICE } from './error-advice.ts';
import { LOG_FIELDS, STREAM_OUTCOMES } from './log-fields.ts';
import { ABSENT_OPERATIONS, LOCAL_OPERATIONS, OPERATION_NOTES } from './operation-notes.ts';
import { modelGroupsTable, parameterRulesTable } from './parameter-rules.ts';
import { shownFailures } from './shown-failures.ts';
import { VARIABLES } from './variables.ts';

/** By the name of the block in the page. */
export const GATEWAY_TABLES = {
  errors: errorsTable,
  operations: operationsTable,
  absent: absentTable,
  parameterRules: parameterRulesTable,
  modelGroups: modelGroupsTable,
  logFields: (language: Language) =>
    wordsTable({ en: 'field', zh: '字段' }, Object.entries(LOG_FIELDS), language),
  outcomes: (language: Language) =>
    wordsTable(same('`outcome`'), Object.entries(STREAM_OUTCOMES), language),
  variables: (language: Language) =>
    wordsTable({ en: 'variable', zh: '变量' }, Object.entries(VARIABLES), language),
};

const MEANING: Words = { en: 'meaning', zh: '含义' };

function wordsTable(
  head: Words,
  entries: readonly (readonly [string, Words])[],
  language: Language,
): string {
  const rows = entries.map(([name, words]) => [same(`\`${name}\``), words]);
  return markdownTable([head, MEANING], rows, language);
}

function errorsTable(language: Language): string {
  const head = [
    { en: 'status', zh: '状态码' },
    { en: 'code', zh: '代码' },
    { en: 'message', zh: '消息' },
    { en: 'what to do', zh: '怎么办' },
  ];
  const rows = shownFailures().map(({ kind, status, code, message }) => [
    same(String(status)),
    same(`\`${code}\``),
    same(message),
    ERROR_ADVICE[kind],
  ]);
  return markdownTable(head, rows, language);
}

const HERE: Words = { en: 'answered here', zh: '由网关应答' };

function operationsTable(language: Language): string {
  const head = [
    { en: 'operation', zh: '接口' },
    { en: 'style at Azure', zh: 'Azure 侧的方式' },
    { en: 'notes', zh: '说明' },
  ];
  const local = LOCAL_OPERATIONS.map(([name, note]) => [same(`\`${name}\``), HERE, note]);
  const relayed = OPERATIONS.map((operation) => [
    same(`\`${operationName(operation)}\``),
    same(`\`${styleOf(operation)}\``),
    noteOf(operation),
  ]);
  return markdownTable(head, [...local, ...relayed], language);
}

/** Method and path as the page shows them. */
function operationName({ path, methods, upgrade }: Operation): string {
  return `${upgrade ? 'WebSocket' : methods.join(', ')} /v1/${path}`;
}

function styleOf({ style, v1ApiVersion }: Operation): string {
  return style === 'v1' && v1ApiVersion !== undefined ? `v1 ${v1ApiVersion}` : style;
}

/** @throws Error for an operation that has no entry in operation-notes.ts */
function noteOf(operation: Operation): Words {
  const name = operationName(operation);
  const note = OPERATION_NOTES[name] ?? OPERATION_NOTES[`${name} (${operation.takes.join(', ')})`];
  if (note === undefined) {
    throw new Error(`docs/tables/gateway/operation-notes.ts has no entry for ${name}.`);
  }
  if (operation.scope !== 'account') return note;
  return { en: `Needs \`accountData\`. ${note.en}`.trim(), zh: `需要 \`accountData\`。${note.zh}` };
}

/** @throws Error for a path that the gateway gives no advice about */
function adviceAbout(path: string): string {
  const advice = adviseAbsent(path);
  if (advice === undefined) throw new Error(`The gateway has no advice about ${path}.`);
  return advice;
}

function absentTable(language: Language): string {
  const rows = Object.entries(ABSENT_OPERATIONS).map(([path, zh]) => [
    same(`\`/v1/${path}\``),
    { en: adviceAbout(path), zh },
  ]);
  return markdownTable(
    [
      { en: 'path', zh: '路径' },
      { en: 'instead', zh: '替代方案' },
    ],
    rows,
    language,
  );
}
