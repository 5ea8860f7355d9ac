// The Worker's own view of a script's bindings.
import { parseConfig, type Config } from '../../worker/config/parse-config.ts';
import type { WorkerScript } from '../workerd/worker-script.ts';

/**
 * Reads the bindings as the Worker does.
 *
 * @throws Error where the Worker would refuse them
 */
export function readConfig({ bindings }: Pick<WorkerScript, 'bindings'>): Config {
  const config = parseConfig(Object.fromEntries(bindings.map(({ name, text }) => [name, text])));
  if (config.ok) return config.value;
  throw new Error(`The Worker refuses the program's bindings: ${config.error.join('; ')}`);
}
