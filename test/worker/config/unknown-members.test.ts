// A misspelt member of a binding must not leave out what it was meant to set.
import { expect, test } from 'vitest';
import { parseConfig } from '../../../worker/config/parse-config.ts';
import { STACK_ENV } from '../gateway-under-test.ts';

const BACKEND = { name: 'swedencentral', endpoint: 'https://acc.openai.azure.com' };

test.each([
  ['MODELS', [{ id: 'a', Deployment: 'b' }]],
  ['MODELS', [{ id: 'a', backends: [{ name: 'swedencentral', Weight: 1 }] }]],
  ['MODELS', [{ id: 'a', timeouts: { Idle: 1 } }]],
  ['MODELS', [{ id: 'a', parameters: { Drop: ['stop'] } }]],
  ['BACKENDS', [{ ...BACKEND, Endpoint: 'https://b.openai.azure.com' }]],
  ['SETTINGS', { CorsOrigins: [] }],
])('an unknown member of %s is a fault: %j', (name, value) => {
  const config = parseConfig({ ...STACK_ENV, [name]: JSON.stringify(value) });
  expect(config.ok ? [] : config.error).toEqual([
    expect.stringMatching(new RegExp(`^${name} .*has .*a member that is none of `)),
  ]);
});

test('a key of a backend that is not there is a fault', () => {
  const keys = JSON.stringify({ swedencentral: 'k', swedencentra1: 'k' });
  const config = parseConfig({ ...STACK_ENV, BACKEND_KEYS: keys });
  expect(config.ok ? [] : config.error).toEqual([
    'BACKEND_KEYS has a member that is not a backend of BACKENDS with a key',
  ]);
});
