// The list of models, which on Azure is not the list of deployments.
import { expect, test } from 'vitest';
import { ask, start } from '../client.ts';

const MINI = {
  status: 'succeeded',
  capabilities: {
    fine_tune: false,
    inference: true,
    completion: false,
    chat_completion: true,
    embeddings: false,
  },
  lifecycle_status: 'generally-available',
  deprecation: { inference: Date.UTC(2027, 8, 21) / 1000 },
  id: 'gpt-5.4-mini-2026-03-17',
  created: Date.UTC(2026, 2, 17) / 1000,
  created_at: Date.UTC(2026, 2, 17) / 1000,
  object: 'model',
  owned_by: 'openai',
};

test.each(['/openai/v1/models', '/openai/models?api-version=2024-10-21'])(
  'GET %s lists base models with their versions, and no deployment',
  async (path) => {
    const [status, body] = await ask(await start(), { method: 'GET', path });
    const { data, object } = body as { data: { id: string }[]; object: string };
    expect([status, object]).toEqual([200, 'list']);
    expect(data).toContainEqual(MINI);
    const ids = data.map(({ id }) => id);
    expect(ids).toContain('text-embedding-3-small-1');
    expect(ids).not.toContain('mini');
    expect(ids).not.toContain('gpt-5.4-mini');
    expect(new Set(ids).size).toBe(ids.length);
  },
);

test('a model is found by its id with the version only', async () => {
  const standIn = await start();
  const get = (id: string) => ask(standIn, { method: 'GET', path: `/openai/v1/models/${id}` });
  expect(await get('gpt-5.4-mini-2026-03-17')).toEqual([200, MINI]);
  const notFound = [404, { error: { code: '404', message: 'Resource not found' } }];
  expect(await get('gpt-5.4-mini')).toEqual(notFound);
  expect(await get('')).toEqual(notFound);
});
