import { expect, test } from 'vitest';
import { rolesFor } from '../../../infra/entra/roles.ts';

test.each<
  [what: string, formats: readonly string[], accountData: boolean, roles: readonly string[]]
>([
  ["OpenAI's models", ['OpenAI', 'OpenAI'], false, ['openai-user']],
  ['no model yet', [], false, ['openai-user']],
  ['files and batches', ['OpenAI'], true, ['openai-user', 'openai-contributor']],
  ["another maker's model", ['OpenAI', 'DeepSeek'], false, ['openai-user', 'user']],
  ['both', ['xAI'], true, ['openai-user', 'openai-contributor', 'user']],
])('%s', (_, formats, accountData, roles) => {
  expect(rolesFor(formats, accountData)).toEqual(roles);
});
