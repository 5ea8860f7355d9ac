// Every rule with every known model, from the client's bytes to those at Azure.
import { expect, test } from 'vitest';
import { PARAMETER_CASES } from '../../support/parameter-cases.ts';
import type { Capability } from '../../../worker/traits/known-models.ts';
import { ask, STACK_ENV } from '../gateway-under-test.ts';

const PATHS: Partial<Record<Capability, string>> = {
  chat: '/v1/chat/completions',
  completions: '/v1/completions',
  responses: '/v1/responses',
  images: '/v1/images/generations',
};

/** The members at Azure, without the model's name. */
async function send(model: string, api: Capability, members: object): Promise<unknown> {
  const env = { ...STACK_ENV, MODELS: JSON.stringify([{ id: model }]) };
  const body = JSON.stringify({ model, ...members });
  const { sent } = await ask({ env, path: PATHS[api] ?? '', body });
  const { model: _, ...rest } = JSON.parse(sent[0]?.body ?? '{}') as Record<string, unknown>;
  return rest;
}

const CASES = PARAMETER_CASES.map((one) => [one.model, one.api, one.parameter, one] as const);

test('there are cases of every rule that has a known model', () => {
  expect(CASES.length).toBeGreaterThan(300);
});

test.each(CASES)('%s at %s: %s', async (model, api, parameter, { refused, taken, action }) => {
  const { [parameter]: value, ...others } = refused;
  const changed = action === 'drop' ? others : { ...others, [action.renameTo]: value };
  expect(await send(model, api, refused)).toEqual(changed);
  if (taken !== undefined) expect(await send(model, api, taken)).toEqual(taken);
});
