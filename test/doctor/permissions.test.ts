import { expect, test } from 'vitest';
import { allows } from '../../doctor/azure/permissions.ts';

const WRITE = 'Microsoft.CognitiveServices/accounts/write';
const role = (actions: readonly string[], notActions: readonly string[] = []) => ({
  actions,
  notActions,
});

test.each([
  [['*'], true],
  [['*/write'], true],
  [['microsoft.cognitiveservices/*'], true],
  [['Microsoft.CognitiveServices/accounts/WRITE'], true],
  [['*/read'], false],
  [['Microsoft.CognitiveServices/accounts'], false],
  // A dot is a dot.
  [['MicrosoftXCognitiveServices/accounts/write'], false],
  [[], false],
])('%j allows it: %s', (actions, expected) => {
  expect(allows([role(actions)], WRITE)).toBe(expected);
});

test('what a role excludes, another one may still give', () => {
  const contributor = role(['*'], ['Microsoft.CognitiveServices/*/Write']);
  expect(allows([contributor], WRITE)).toBe(false);
  expect(allows([contributor, role([WRITE])], WRITE)).toBe(true);
});
