// The variables of haibbo's script and its fork, read as they are: RESOURCE_NAME,
// AZURE_AUTHKEY, DEPLOY_NAME_* and AZURE_API_VERSION.

import { readBinding } from './read-binding.ts';
import { buildCatalog } from './build-catalog.ts';
import type { Backend, Upstreams } from '../models/catalog.ts';
import type { Env, ModelBinding, SeedEnv } from '../contract/env.ts';
import { err, type Result } from '../contract/result.ts';

/** What its variable is called behind `DEPLOY_NAME_`. */
type Served = {
  [Name in keyof SeedEnv]: Name extends `DEPLOY_NAME_${infer Rest}` ? Rest : never;
}[keyof SeedEnv];

/** A model's name, alone and with each version. */
function dated(name: string, ...versions: readonly string[]): readonly string[] {
  return [name, ...versions.map((version) => `${name}-${version}`)];
}

const GPT35_16K = dated('gpt-3.5-turbo-16k', '0613');

/**
 * The model names that the deployment in each variable, `DEPLOY_NAME_…`, serves, unless a later
 * variable's does.
 */
export const SERVED: Readonly<Record<Served, readonly string[]>> = {
  GPT35: [...dated('gpt-3.5-turbo', '0301', '0613', '1106'), ...GPT35_16K],
  GPT35_16K,
  GPT4: [...dated('gpt-4', '0314', '0613', '1106-preview'), ...dated('gpt-4-32k', '0314')],
  EMBEDDING: ['text-embedding-ada-002'],
  WHISPER: ['whisper-1'],
  DALLE3: ['dall-e-3'],
};

/** A variable of theirs, however many parts it was split into; a name that they do not have may fit. */
export const SEED_VARIABLE =
  /^(RESOURCE_NAME|AZURE_AUTHKEY|AZURE_API_VERSION|DEPLOY_NAME_\w+|CHIT_USERS(_\d+)?)$/;

/** Reads the seed's variables into a catalog with one backend, or names every fault. */
export function readSeedCatalog(env: Env): Result<Upstreams, readonly string[]> {
  const faults: string[] = [];
  const read = (variable: keyof SeedEnv, pattern: RegExp, form: string) => {
    const value = readBinding(env, variable);
    if (value && !pattern.test(value)) faults.push(`${variable} is no ${form}`);
    return value;
  };
  // Azure's rules for both names are also what makes them safe inside a URL.
  const resource = read(
    'RESOURCE_NAME',
    /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/i,
    'resource name: give the name alone, not a URL',
  );
  if (!resource) {
    faults.push('RESOURCE_NAME is missing: set it to the name of the Azure OpenAI resource');
  }
  const apiVersion = read(
    'AZURE_API_VERSION',
    /^\d{4}-\d\d-\d\d(-preview)?$/,
    'version: YYYY-MM-DD or YYYY-MM-DD-preview',
  );

  const name = resource?.toLowerCase() ?? '';
  const backend: Backend = {
    name,
    endpoint: `https://${name}.openai.azure.com`,
    key: readBinding(env, 'AZURE_AUTHKEY'),
  };
  const deployments = new Map<string, string>();
  for (const [served, names] of Object.entries(SERVED) as [Served, string[]][]) {
    const deployment = read(
      `DEPLOY_NAME_${served}`,
      /^[a-z0-9]([\w.-]{0,62}[a-z0-9])?$/i,
      "deployment name: letters, digits, '.', '_' and '-'",
    );
    if (deployment) for (const name of names) deployments.set(name, deployment);
  }
  if (faults.length) return err(faults);

  // A deployment's own name works too, unless it is a model name that another variable serves.
  for (const deployment of deployments.values()) {
    if (!deployments.has(deployment)) deployments.set(deployment, deployment);
  }
  const models = [...deployments].map(([id, deployment]): ModelBinding => ({
    id,
    deployment,
    // The variables name deployments and say nothing of the models behind them.
    model: null,
    adaptParameters: false,
    ...(apiVersion && { apiVersion, upstream: 'deployment' }),
  }));
  return buildCatalog(models, [backend], false);
}
