// A stack that version 1.0.0 of this project deployed, taken over by this version.
import { expect, test } from 'vitest';
import { earlierStack } from './earlier-stack.ts';
import { deployments, replace } from '../operator/steps.ts';

const WORKER = 'PUT worker cf-openai-azure-proxy-dev';
const SWEDEN = '    - location: swedencentral\n      models:\n        - name: gpt-5.4\n';

test('nothing is made or deleted, and every key stays', async () => {
  const { scenario, config } = await earlierStack();
  await using _ = scenario;
  const { exitCode, said, asked, lost } = await scenario.up(config);
  expect(exitCode, said).toBe(0);
  expect(lost).toEqual([]);
  // The code is newer, and its logs' settings are written out.
  expect(asked).toEqual([WORKER]);
  expect(await scenario.changesLeft()).toBe('');
});

const move = replace('      location: eastus2', '      location: polandcentral');
const remove = replace(SWEDEN, '');
const host = replace('customDomain: openai.example.org', 'customDomain: ai.example.org');

test('a change of place is refused in the first up, and works in the next without a loss', async () => {
  const { scenario, config } = await earlierStack();
  await using _ = scenario;
  for (const [change, line] of [
    [move, 'region "main": location eastus2 -> polandcentral'],
    [remove, 'regions: swedencentral is removed'],
    [host, 'customDomain: openai.example.org -> ai.example.org'],
  ] as const) {
    const { exitCode, said, asked } = await scenario.up(change(config));
    expect(exitCode).toBe(1);
    expect(said).toContain('Run `npm run up` once without moving or removing regions');
    expect(said).toContain(line);
    expect(said).not.toMatch(/\n\s+at /);
    expect(asked).toEqual([]);
  }
  const taken = await scenario.up(config);
  expect(taken).toMatchObject({ exitCode: 0, asked: [WORKER], lost: [] });

  const removed = await scenario.up(remove(config));
  expect(removed.exitCode, removed.said).toBe(0);
  expect(removed.lost).toEqual([]);
  expect(removed.asked).toEqual(
    expect.arrayContaining([
      ...deployments('DELETE', 'swedencentral', 'gpt-5.4'),
      'DELETE account swedencentral',
    ]),
  );
  const moved = await scenario.up(move(host(remove(config))));
  expect(moved.exitCode, moved.said).toBe(0);
  expect(moved.lost).toEqual([]);
  expect(moved.asked).toEqual(
    expect.arrayContaining(deployments('DELETE', 'main', 'gpt-5-mini', 'gpt-5.4', 'gpt-5.4-mini')),
  );
});

test('a first up that fails does not count as the one that takes over', async () => {
  const { scenario, config } = await earlierStack();
  await using _ = scenario;
  const { traffic } = scenario.operator.clouds;
  traffic.fail({
    match: /\/scripts\/cf-openai-azure-proxy-dev$/,
    reply: { status: 500, body: {} },
  });
  expect((await scenario.up(config)).exitCode).toBe(1);
  traffic.heal();
  const { said, asked } = await scenario.up(move(config));
  expect(said).toContain('is removed');
  expect(asked).toEqual([]);
});
