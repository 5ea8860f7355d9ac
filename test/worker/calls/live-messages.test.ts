// The messages of a GPT-Live socket: which models they name at Azure, and which they must not.
import { expect, test } from 'vitest';
import { encode } from '../../../worker/formats/bytes.ts';
import { judgeMessage, type Served } from '../../../worker/calls/socket-messages.ts';
import { configOf, STACK_ENV } from '../gateway-under-test.ts';

const MODELS = [
  { id: 'gpt-live-1', aliases: ['live'] },
  { id: 'gpt-5.5', aliases: ['brain'] },
  { id: 'closed', model: 'gpt-5.4' },
];
const { catalog, accounts } = configOf({ ...STACK_ENV, MODELS: JSON.stringify(MODELS) });
const { backend } = accounts[0];
const allowed = new Map([...catalog].filter(([name]) => name !== 'closed'));

const LIVE = { backend, accountData: true, protocol: 'live' } as const;
const OPEN: Served = { ...LIVE, choice: { allowed: catalog, all: catalog } };
const RESTRICTED: Served = { ...LIVE, choice: { allowed, all: catalog } };

function start(model: string | undefined, delegated?: string): string {
  const responses = { model: delegated, max_output_tokens: 1.0 };
  const delegation = delegated === undefined ? undefined : { type: 'responses', responses };
  return JSON.stringify({ type: 'session.start', session: { model, delegation } });
}

/** What goes to Azure. */
function passed(text: string, served: Served): unknown {
  const verdict = judgeMessage(text, encode(text), served);
  return verdict.kind === 'pass' ? verdict.data : undefined;
}

/** The code of the error event that the client gets instead. */
function refusalOf(text: string, served: Served): unknown {
  const verdict = judgeMessage(text, encode(text), served);
  if (verdict.kind === 'pass') return undefined;
  const { error } = JSON.parse(verdict.answer) as { error: { code: unknown } };
  return error.code;
}

test.each([OPEN, RESTRICTED])('both models of a session become deployments', (served) => {
  expect(passed(start('live', 'brain'), served)).toBe(start('gpt-live-1', 'gpt-5.5'));
});

test('a later change of what answers is looked at too', () => {
  const update = (model: string) =>
    `{"type":"session.update","session":{"delegation":{"responses":{"model":"${model}"}}}}`;
  expect(passed(update('brain'), RESTRICTED)).toBe(update('gpt-5.5'));
  expect(refusalOf(update('closed'), RESTRICTED)).toBe('model_not_allowed');
});

test.each(['{"type":"session.input_audio.append","audio":"AAAA"}', '{"type":"session.close"}'])(
  'passes %s as it is',
  (text) => {
    expect(passed(text, OPEN)).toBe(text);
  },
);

test.each([
  [start('closed'), 'model_not_allowed'],
  [start('live', 'closed'), 'model_not_allowed'],
  [start('live', 'live'), 'unsupported_operation'],
  [start('brain'), 'unsupported_operation'],
  [start(undefined), 'missing_required_parameter'],
  ['{"type":"session.start"}', 'missing_required_parameter'],
  ['{"type":"session.start","\\u0073ession":{"model":"closed"}}', 'model_not_allowed'],
  ['{"type":"session.start",', 'invalid_json'],
])('refuses %s of a user who may not use every model', (text, kind) => {
  expect(refusalOf(text, RESTRICTED)).toBe(kind);
});

test('a model that is named twice is one deployment', () => {
  const text = '{"type":"session.start","session":{"model":"closed","model":"live"}}';
  expect(passed(text, RESTRICTED)).toBe(
    '{"type":"session.start","session":{"model":"gpt-live-1"}}',
  );
});

test('a session that is there twice hides nothing, and does not multiply', () => {
  const closed = { ...RESTRICTED, accountData: false };
  const models = Array(600).fill('{"model":"live"}').join(',');
  const rest = `"f":[${models}],"tools":[{"vector_store_ids":["vs_1"]}]`;
  const text = `{"type":"session.update","session":{},"session":{"model":"live",${rest}}}`;
  expect(refusalOf(text, closed)).toBe('account_data_closed');

  const long = 'x'.repeat(10_000);
  const many = Array(500).fill(`"session":{"model":"live","x":"${long}"}`).join(',');
  const passing = passed(`{"type":"session.update",${many}}`, OPEN);
  expect(String(passing).length).toBeLessThan(2 * long.length);
});

test('a session of more members than any has is refused before it is read', () => {
  const members = '"":0,'.repeat(2000);
  const text = `{"type":"session.update","session":{${members}"model":"live"}}`;
  expect(refusalOf(text, OPEN)).toBe('invalid_json');
});
