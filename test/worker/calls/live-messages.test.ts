// The messages of a GPT-Live socket: which models they name at Azure, and which they must not.
import { expect, test } from 'vitest';
import { RequestFailure } from '../../../worker/contract/failure.ts';
import { withLiveDeployments } from '../../../worker/calls/live-messages.ts';
import type { Served } from '../../../worker/calls/socket-messages.ts';
import { configOf, STACK_ENV } from '../gateway-under-test.ts';

const MODELS = [
  { id: 'gpt-live-1', aliases: ['live'] },
  { id: 'gpt-5.5', aliases: ['brain'] },
  { id: 'closed', model: 'gpt-5.4' },
];
const { catalog, accounts } = configOf({ ...STACK_ENV, MODELS: JSON.stringify(MODELS) });
const { backend } = accounts[0];
const allowed = new Map([...catalog].filter(([name]) => name !== 'closed'));

const OPEN: Served = { choice: { allowed: catalog, all: catalog }, backend };
const RESTRICTED: Served = { choice: { allowed, all: catalog }, backend };

function start(model: string | undefined, delegated?: string): string {
  const responses = { model: delegated, max_output_tokens: 1.0 };
  const delegation = delegated === undefined ? undefined : { type: 'responses', responses };
  return JSON.stringify({ type: 'session.start', session: { model, delegation } });
}

function refusalOf(text: string, served: Served): string | undefined {
  try {
    withLiveDeployments(text, served);
    return undefined;
  } catch (error) {
    if (error instanceof RequestFailure) return error.failure.kind;
    throw error;
  }
}

test.each([OPEN, RESTRICTED])('both models of a session become deployments', (served) => {
  expect(withLiveDeployments(start('live', 'brain'), served)).toBe(start('gpt-live-1', 'gpt-5.5'));
});

test('a later change of what answers is looked at too', () => {
  const update = (model: string) =>
    `{"type":"session.update","session":{"delegation":{"responses":{"model":"${model}"}}}}`;
  expect(withLiveDeployments(update('brain'), RESTRICTED)).toBe(update('gpt-5.5'));
  expect(refusalOf(update('closed'), RESTRICTED)).toBe('model_not_allowed');
});

test.each([
  '{"type":"session.input_audio.append","audio":"AAAA"}',
  '{"type":"session.close"}',
  '[{"session":1}]',
])('passes %s as it is', (text) => {
  expect(withLiveDeployments(text, OPEN)).toBe(text);
});

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
  expect(withLiveDeployments(text, RESTRICTED)).toBe(
    '{"type":"session.start","session":{"model":"gpt-live-1","model":"gpt-live-1"}}',
  );
});
