// A stack that version 1.0.0 of this project deployed: its state, what it made at the clouds, its file.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloudsState } from '../../../azure-stand-in/clouds/clouds.ts';
import { startScenario, type Scenario } from '../operator/scenario.ts';

const FOLDER = import.meta.dirname;

export interface EarlierStack {
  readonly scenario: Scenario;
  /** What stands below `config:` in the stack's file. */
  readonly config: string;
}

/** Imports the state; the caller disposes of the scenario. */
export async function earlierStack(): Promise<EarlierStack> {
  const read = (name: string) => readFile(join(FOLDER, name), 'utf8');
  const [salt = '', config = ''] = (await read('stack.yaml')).split('config:\n');
  const state = JSON.parse(await read('clouds.json')) as CloudsState;
  const scenario = await startScenario({ state, zones: ['example.org'], salt });
  const { operator } = scenario;
  const file = join(operator.folder, 'export.json');
  await writeFile(file, await read('export.json'));
  const { exitCode, said } = await operator.pulumi(['stack', 'import', '--file', file]);
  if (exitCode !== 0) throw new Error(said);
  return { scenario, config };
}
