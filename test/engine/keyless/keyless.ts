// What the scenarios of keyless stacks share.
import { expect } from 'vitest';
import type { Scenario } from '../operator/scenario.ts';
import { deployments, type Expected } from '../operator/steps.ts';

export const NAME = 'cf-openai-azure-proxy-dev';
export const WORKER = `PUT worker ${NAME}`;
export const SUBDOMAIN = `workers.dev of ${NAME}`;
/** The gateway's own issuer. */
export const ISSUER = `https://${NAME}.me.workers.dev`;

export const ROLES = {
  user: 'Cognitive Services OpenAI User',
  contributor: 'Cognitive Services OpenAI Contributor',
  allServices: 'Cognitive Services User',
} as const;

/** A line about a role on an account. */
export function role(method: 'PUT' | 'DELETE', name: keyof typeof ROLES, account: string): string {
  return `${method} role ${ROLES[name]} at ${account}`;
}

/** How often the program read the keys of an account so far. */
export function keysRead({ operator }: Scenario): number {
  return operator.clouds.traffic.log.filter(({ path }) => /\/listKeys$/i.test(path)).length;
}

/** `up` ends with a message that has all of these, and changes nothing. */
export async function expectRefusal(
  scenario: Scenario,
  stack: string,
  ...texts: readonly string[]
): Promise<void> {
  const before = scenario.stack;
  const { exitCode, said, asked } = await scenario.up(stack);
  expect(exitCode).not.toBe(0);
  for (const text of texts) expect(said).toContain(text);
  expect(asked).toEqual([]);
  await scenario.operator.writeStack(before);
}

/** What the first `up` of a keyless stack with one model asks of the clouds. */
export const FIRST_UP: Expected = [
  [
    'PUT group identity',
    'PUT identity identity',
    `PUT credential ${ISSUER}`,
    'PUT group eastus2',
    'PUT account eastus2',
    ...deployments('PUT', 'eastus2', 'gpt-5.4'),
    role('PUT', 'user', 'eastus2'),
  ],
  WORKER,
  `POST ${SUBDOMAIN}`,
];
