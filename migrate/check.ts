// Two checks: whether the program accepts the settings once the keys are set, and whether a stack file
// still has every user at the position where the commands set the keys.
import { parse } from 'yaml';
import { explainFault } from '../infra/rules/settings-faults.ts';
import { parseSettings } from '../infra/parse-settings.ts';
import type { Migration } from './seed.ts';
import { toSettings, type Secret } from './stack-file.ts';
import { asObject } from '../command-line/as-object.ts';

/** Everything that the program would refuse, in its own words. They never contain a key. */
export function findFaults(
  migration: Migration,
  project: string,
  stack: string,
): readonly string[] {
  const values = {
    // Settings that the user adds later, where the variables do not have them.
    cloudflareAccountId: '0'.repeat(32),
    workersDevSubdomain: 'any',
    ...toSettings(migration, 'given'),
  };
  const texts = Object.entries(values).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const parsed = parseSettings({
    project,
    stack,
    values: Object.fromEntries(texts),
    secretKeys: new Set(['regions', 'users']),
    hasCloudflareCredentials: true,
    azureSubscriptionId: undefined,
    env: {},
    now: 0,
  });
  return parsed.ok ? [] : parsed.faults.map((fault) => explainFault(stack, fault));
}

/**
 * The secrets whose position in a stack file now belongs to another user or account.
 *
 * @param text of the stack file
 */
export function findMoved(
  text: string,
  secrets: readonly Secret[],
  project: string,
): readonly Secret[] {
  const config = asObject(asObject(parse(text))['config']);
  return secrets.filter(({ list, index, owner }) => {
    const entries = config[`${project}:${list}`] ?? config[list];
    const entry = asObject(Array.isArray(entries) ? entries[index] : undefined);
    return (list === 'users' ? entry['name'] : entry['account']) !== owner;
  });
}
