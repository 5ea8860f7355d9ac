// A stack that version 1.0.0 of this project deployed, taken over by this version.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CloudsState } from '../../azure-stand-in/clouds/clouds.ts';
import { startScenario } from './scenario.ts';

const FOLDER = join(import.meta.dirname, 'earlier-version');

test('nothing is made or deleted, and every key stays', async () => {
  const read = (name: string) => readFile(join(FOLDER, name), 'utf8');
  const [salt = '', config = ''] = (await read('stack.yaml')).split('config:\n');
  const state = JSON.parse(await read('clouds.json')) as CloudsState;
  await using scenario = await startScenario({
    state,
    zones: ['example.org'],
    salt,
  });
  const { operator } = scenario;
  const file = join(operator.folder, 'export.json');
  await writeFile(file, await read('export.json'));
  const imported = await operator.pulumi(['stack', 'import', '--file', file]);
  expect(imported.exitCode, imported.said).toBe(0);

  const { exitCode, said, asked, lost } = await scenario.up(config);
  expect(exitCode, said).toBe(0);
  expect(lost).toEqual([]);
  // The code is newer, and its logs' settings are written out.
  expect(asked).toEqual(['PUT worker cf-openai-azure-proxy-dev']);
  expect(await scenario.changesLeft()).toBe('');
});
