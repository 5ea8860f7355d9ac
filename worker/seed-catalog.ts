// Owns: the variables of haibbo's script and its fork, read as they are: RESOURCE_NAME,
// AZURE_AUTHKEY, DEPLOY_NAME_* and AZURE_API_VERSION.

import { readBinding } from './binding.ts';
import type { Backend, Model, Upstreams } from './catalog.ts';
import type { Env, SeedEnv } from './env.ts';
import { UNKNOWN_TRAITS } from './model-traits.ts';
import { DEFAULT_API_VERSION } from './operations.ts';
import { err, ok, type Result } from './result.ts';

type DeployVariable = Extract<keyof SeedEnv, `DEPLOY_NAME_${string}`>;

/** The model names that each variable's deployment serves. */
const SERVED: Readonly<Record<DeployVariable, readonly string[]>> = {
  DEPLOY_NAME_GPT35: [
    'gpt-3.5-turbo',
    'gpt-3.5-turbo-0301',
    'gpt-3.5-turbo-0613',
    'gpt-3.5-turbo-1106',
  ],
  DEPLOY_NAME_GPT35_16K: ['gpt-3.5-turbo-16k', 'gpt-3.5-turbo-16k-0613'],
  DEPLOY_NAME_GPT4: [
    'gpt-4',
    'gpt-4-0314',
    'gpt-4-0613',
    'gpt-4-1106-preview',
    'gpt-4-32k',
    'gpt-4-32k-0314',
  ],
  DEPLOY_NAME_EMBEDDING: ['text-embedding-ada-002'],
  DEPLOY_NAME_WHISPER: ['whisper-1'],
  DEPLOY_NAME_DALLE3: ['dall-e-3'],
};

/** Azure's rule for both names, and what makes them safe inside a URL. */
const AZURE_NAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/i;
const RESOURCE_NAME = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/i;
const DATED_VERSION = /^\d{4}-\d{2}-\d{2}(?:-preview)?$/;

/** Reads the seed's variables into a catalog with one backend, or names every fault. */
export function readSeedCatalog(env: Env): Result<Upstreams, readonly string[]> {
  const faults: string[] = [];
  const resource = readBinding(env, 'RESOURCE_NAME');
  if (resource === undefined) {
    faults.push('RESOURCE_NAME is missing: set it to the name of the Azure OpenAI resource');
  } else if (!RESOURCE_NAME.test(resource)) {
    faults.push('RESOURCE_NAME is no resource name: give the name alone, not a URL');
  }
  const apiVersion = readBinding(env, 'AZURE_API_VERSION');
  if (apiVersion !== undefined && !DATED_VERSION.test(apiVersion)) {
    faults.push('AZURE_API_VERSION is no version: YYYY-MM-DD or YYYY-MM-DD-preview');
  }

  const backend: Backend = {
    name: resource?.toLowerCase() ?? '',
    endpoint: `https://${resource?.toLowerCase() ?? ''}.openai.azure.com`,
    key: readBinding(env, 'AZURE_AUTHKEY'),
  };
  const deployments = new Map<string, string>();
  const gpt35 = readBinding(env, 'DEPLOY_NAME_GPT35');
  for (const [variable, names] of Object.entries(SERVED) as [DeployVariable, string[]][]) {
    const own = readBinding(env, variable);
    const deployment = own ?? (variable === 'DEPLOY_NAME_GPT35_16K' ? gpt35 : undefined);
    if (deployment === undefined) continue;
    if (own !== undefined && !AZURE_NAME.test(own)) {
      faults.push(`${variable} is no deployment name: letters, digits, '.', '_' and '-'`);
    }
    for (const name of names) deployments.set(name, deployment);
  }
  if (faults.length > 0) return err(faults);

  // A deployment's own name works too, unless it is a model name that another variable serves.
  for (const deployment of [...deployments.values()]) {
    if (!deployments.has(deployment)) deployments.set(deployment, deployment);
  }
  const toModel = (deployment: string): Model => ({
    deployment,
    upstream: apiVersion === undefined ? undefined : 'deployment',
    apiVersion: apiVersion ?? DEFAULT_API_VERSION,
    // The variables name deployments and say nothing of the models behind them.
    traits: UNKNOWN_TRAITS,
    adapt: false,
    asyncFilter: false,
    created: 0,
    backends: [backend],
  });
  const catalog = new Map(
    [...deployments].map(([name, deployment]) => [name, toModel(deployment)]),
  );
  return ok({ catalog, backends: [backend] });
}
