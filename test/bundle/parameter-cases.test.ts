// Every rule about parameters with every known model: Azure's double refuses the request that the rule
// is about, and takes it once the gateway has changed it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelBinding } from '../../worker/contract/env.ts';
import { PARAMETER_CASES } from '../support/parameter-cases.ts';
import { AZURE_KEY, startGateway, STACK_BINDINGS, type RunningGateway } from './running-gateway.ts';

const QUESTIONS: Readonly<Record<string, readonly [path: string, question: object]>> = {
  chat: ['chat/completions', { messages: [{ role: 'user', content: 'Hi' }] }],
  completions: ['completions', { prompt: 'Hi' }],
  responses: ['responses', { input: 'Hi' }],
  images: ['images/generations', { prompt: 'Hi' }],
};
/** Models of which the double knows nothing: it refuses them no parameter. */
const UNKNOWN: ReadonlySet<string> = new Set([
  ...['gpt-6.1-sol', 'gpt-6.1-terra', 'o1-mini', 'o1-preview', 'o1-pro', 'o4-mini-deep-research'],
  ...['gpt-audio', 'gpt-audio-1.5', 'gpt-audio-mini'],
]);
const MODELS = [...new Set(PARAMETER_CASES.map(({ model }) => model))];

let gateway: RunningGateway;
beforeAll(async () => {
  const deployments = MODELS.map((model) => ({ name: model, model }));
  const models: readonly ModelBinding[] = MODELS.map((id) => ({ id }));
  const accounts = [{ subdomain: 'acc', keys: [AZURE_KEY], deployments }];
  const bindings = { ...STACK_BINDINGS, MODELS: JSON.stringify(models) };
  gateway = await startGateway({ accounts, bindings });
});
afterAll(() => gateway.stop());

const CASES = PARAMETER_CASES.filter(
  ({ model, parameter }) => !UNKNOWN.has(model) || parameter === 'stream_options',
).map((one) => [one.model, one.api, one.parameter, one] as const);

test.each(CASES)('%s at %s: %s', async (model, api, __, { refused }) => {
  const [path = '', question] = QUESTIONS[api] ?? [];
  const body = { model, ...question, ...refused };
  const direct = await fetch(`${gateway.azure.url}/openai/v1/${path}?api-version=preview`, {
    method: 'POST',
    headers: { 'api-key': AZURE_KEY, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said = await direct.text();
  const through = await gateway.post(`/v1/${path}`, body);
  const got = await through.text();
  // The model does not have this API.
  if (said.includes('OperationNotSupported')) return;
  expect([direct.status, said.slice(0, 200)]).toEqual([400, expect.anything()]);
  expect([through.status, through.status === 200 ? '' : got.slice(0, 200)]).toEqual([200, '']);
});
