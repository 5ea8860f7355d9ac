// The whole stacks that the runner tests evaluate, and values that several of them share.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { toLabel } from '../../../infra/settings/dns-label.ts';
import type { Invoked } from '../../support/pulumi/recording.ts';
import type { Run } from '../../support/pulumi/run.ts';
import { stackName } from '../../support/pulumi/view.ts';
import type { Wire } from '../../support/pulumi/wire.ts';
import { toSecret } from '../../support/pulumi/wire.ts';

/** Text of `files/<name>.yaml`. */
export async function readStack(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, 'files', `${name}.yaml`), 'utf8');
}

/** The Worker's name where the stack gives none. */
export function defaultWorkerName(run: Run): string {
  return toLabel(stackName(run), 63);
}

/** A new account's endpoint. */
export function madeEndpoint(run: Run): unknown {
  const prefix = toLabel(stackName(run), 55);
  return expect.stringMatching(
    new RegExp(`^https://${prefix}-[a-z0-9]{8}\\.openai\\.azure\\.com$`),
  );
}

/** The tags that everything of a stack has. */
export function ownTags(run: Run): Readonly<Record<string, string>> {
  return { 'pulumi-project': stackName(run).replace(/-dev$/, ''), 'pulumi-stack': 'dev' };
}

export const RANDOM_KEY: unknown = expect.stringMatching(/^sk-[A-Za-z0-9]{48}$/);
export const AZURE_KEY_1: unknown = expect.stringMatching(/^azure1[0-9a-f]{64}$/);
export const AZURE_KEY_2: unknown = expect.stringMatching(/^azure2[0-9a-f]{64}$/);

/** A secret output with this value in it. */
export function secret(value: unknown): Wire {
  return toSecret(value as Wire);
}

/** How a deployment is listed: another model of the same name takes its place. */
export const DEPLOYED =
  'azure-native:cognitiveservices:Deployment [delete first, replace on properties.model.name properties.model.format]';

/** The same in a group that the stack file names. */
export const DEPLOYED_IN_GROUP = DEPLOYED.replace('first,', 'first, ignore resourceGroupName,');

/** How a new account is listed: its subdomain never changes. */
export const ACCOUNT_LISTED =
  'azure-native:cognitiveservices:Account [ignore properties.customSubDomainName]';

/** The same in a group that the stack file names: its case does not matter. */
export const ACCOUNT_LISTED_IN_GROUP = ACCOUNT_LISTED.replace(']', ', ignore resourceGroupName]');

/** The bindings of a Worker whose texts all fit one binding. */
export const SMALL_BINDINGS = [
  'BACKENDS: plain_text',
  'BACKEND_KEYS: secret_text, secret',
  'CHIT_USERS: secret_text, secret',
  'MODELS: plain_text',
  'SETTINGS: plain_text',
];

/** The calls of providers' functions, without those of the engine about the stack's own state. */
export function providerCalls({ invokes }: Run): readonly Invoked[] {
  return invokes.filter(({ token }) => !token.startsWith('pulumi:pulumi:'));
}

/** The call that checks Cloudflare's credentials. */
export function credentialCheck(accountId: string): Invoked {
  return {
    token: 'cloudflare:index/getWorkersScripts:getWorkersScripts',
    args: { accountId, maxItems: 1 },
  };
}
