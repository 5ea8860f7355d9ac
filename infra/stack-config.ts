// Reading the stack's configuration from Pulumi. What it means is settings.ts's matter.
import * as pulumi from '@pulumi/pulumi';
import type { Settings } from './settings/settings.ts';
import { parseSettings } from './parse-settings.ts';
import { explainFaults } from './rules/settings-faults.ts';

/**
 * The running stack's settings. Remarks become Pulumi warnings.
 *
 * @throws pulumi.RunError with every fault in one message, so that Pulumi prints no stack
 */
export function loadSettings(env: NodeJS.ProcessEnv): Settings {
  const stack = pulumi.getStack();
  const project = pulumi.getProject();
  // Other namespaces, such as `azure-native:`, belong to the providers.
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) =>
    key.startsWith(`${project}:`),
  );
  const toName = (key: string) => key.slice(project.length + 1);
  const parsed = parseSettings({
    project,
    stack,
    values: Object.fromEntries(
      keys.map((key) => [toName(key), pulumi.runtime.getConfig(key) ?? '']),
    ),
    secretKeys: new Set(keys.filter(isSecret).map(toName)),
    azureSubscriptionId: pulumi.runtime.getConfig('azure-native:subscriptionId'),
    env,
    now: Date.now(),
  });
  if (!parsed.ok) throw new pulumi.RunError(explainFaults(stack, parsed.faults));
  for (const warning of parsed.warnings) void pulumi.log.warn(warning);
  return parsed.settings;
}

/**
 * Whether Pulumi keeps (part of) the key's value encrypted. The SDK has the answer and does not
 * declare it: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/config.ts
 */
function isSecret(key: string): boolean {
  const isConfigSecret: unknown = Reflect.get(pulumi.runtime, 'isConfigSecret');
  if (typeof isConfigSecret !== 'function') {
    throw new Error('@pulumi/pulumi no longer tells which configuration keys are secret');
  }
  return Reflect.apply(isConfigSecret, undefined, [key]) === true;
}
