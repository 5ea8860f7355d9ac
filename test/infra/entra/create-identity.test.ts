import { expect, test } from 'vitest';
import { scopeName } from '../../../infra/entra/create-identity.ts';

test('two existing accounts whose groups and names meet have different names', () => {
  const first = scopeName('prod/east-openai');
  const second = scopeName('prod-east/openai');
  expect(first).toMatch(/^prod-east-openai-[0-9a-f]{8}$/);
  expect(second).toMatch(/^prod-east-openai-[0-9a-f]{8}$/);
  expect(first).not.toBe(second);
});

test("a new account's roles are named after its component", () => {
  expect(scopeName('azure-eastus2')).toBe('azure-eastus2');
});
