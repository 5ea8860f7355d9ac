// `npm run destroy` of a stack that version 1.0.0 of this project deployed.
import { expect, test } from 'vitest';
import { earlierStack } from './earlier-stack.ts';

test('it is refused until an up of this version, and then deletes everything at Azure', async () => {
  const { scenario, config } = await earlierStack();
  await using _ = scenario;
  const { operator } = scenario;
  await operator.writeStack(config);
  const { log } = operator.clouds.traffic;
  const before = log.length;
  const refused = await operator.shell('npm run destroy -- --yes --stack dev');
  expect(refused.exitCode).toBe(1);
  expect(refused.said).toContain('Run `npm run up -- --stack dev` once first');
  expect(refused.said).not.toMatch(/\n\s+at /);
  expect(log.slice(before)).toEqual([]);

  const up = await operator.shell('npm run up -- --yes --stack dev');
  expect(up.exitCode, up.said).toBe(0);
  const destroyed = await operator.shell('npm run destroy -- --yes --stack dev');
  expect(destroyed.exitCode, destroyed.said).toBe(0);
  expect(operator.clouds.azure.all()).toEqual([]);
});
