// The message that an operator gets for a faulty configuration, whole.
import { explainFaults } from '../../infra/rules/settings-faults.ts';
import { parseSettings } from '../../infra/parse-settings.ts';
import { rawConfig } from './raw-config.ts';

/** The message for a configuration, which should have faults. */
export function explain(...args: Parameters<typeof rawConfig>): string {
  const parsed = parseSettings(rawConfig(...args));
  return parsed.ok ? 'no fault' : explainFaults('dev', parsed.faults);
}

/** The whole message around the lines of its faults. */
export function message(...lines: readonly string[]): string {
  const count = lines.length === 1 ? '1 fault' : `${lines.length} faults`;
  return [
    `The configuration of stack "dev" has ${count}:`,
    ...lines.map((line) => `  ${line}`),
    'Change it with `pulumi config set` or in Pulumi.dev.yaml; Pulumi.yaml describes every key.',
  ].join('\n');
}
