import { expect } from 'vitest';
import type { Scenario } from './scenario.ts';

/** Makes a resource at Azure as somebody does who does not use the program. */
export async function make({ operator }: Scenario, path: string, body: object): Promise<void> {
  const response = await fetch(operator.clouds.azureUrl + path, {
    method: 'PUT',
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
}
