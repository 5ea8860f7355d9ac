// The variables of haibbo's script and its fork, read as they are: RESOURCE_NAME, AZURE_AUTHKEY,
// DEPLOY_NAME_* and AZURE_API_VERSION.

import type { Env, ModelBinding, SeedEnv } from '../contract/env.ts';
import { err, type Result } from '../contract/result.ts';
import type { Backend } from '../models/backend.ts';
import type { Upstreams } from '../models/catalog.ts';
import { buildCatalog } from './build-catalog.ts';
import { readBinding } from './read-binding.ts';

type DeployVariable = Extract<keyof SeedEnv, `DEPLOY_NAME_${string}`>;

/** The model names that each variable's deployment serves. */
export const SERVED: Readonly<Record<DeployVariable, readonly string[]>> = {
  DEPLOY_NAME_GPT35: dated('gpt-3.5-turbo', '0301', '0613', '1106'),
  DEPLOY_NAME_GPT35_16K: dated('gpt-3.5-turbo-16k', '0613'),
  DEPLOY_NAME_GPT4: [
    ...dated('gpt-4', '0314', '0613', '1106-preview'),
    ...dated('gpt-4-32k', '0314'),
  ],
  DEPLOY_NAME_EMBEDDING: ['text-embedding-ada-002'],
  DEPLOY_NAME_WHISPER: ['whisper-1'],
  DEPLOY_NAME_DALLE3: ['dall-e-3'],
};

/** In the order in which they are read: of two variables that serve a name, the later one counts. */
const DEPLOY_VARIABLES = Object.keys(SERVED) as readonly DeployVariable[];

/** A model's name, alone and with each version. */
function dated(name: string, ...versions: readonly string[]): readonly string[] {
  return [name, ...versions.map((version) => `${name}-${version}`)];
}

/** A variable of theirs, in however many parts. Names of deployments that they do not have match too. */
export const SEED_VARIABLE =
  /^(RESOURCE_NAME|AZURE_AUTHKEY|AZURE_API_VERSION|DEPLOY_NAME_\w+|CHIT_USERS(_\d+)?)$/;

// Azure's rules for both names, and what makes them safe inside a URL.
const RESOURCE_NAME = /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/i;
const DEPLOYMENT_NAME = /^[a-z0-9]([\w.-]{0,62}[a-z0-9])?$/i;
const DATED_VERSION = /^\d{4}-\d\d-\d\d(-preview)?$/;

/** Reads the variables into a catalog with one backend, or names every fault. */
export function readSeedCatalog(env: Env): Result<Upstreams, readonly string[]> {
  const faults: string[] = [];
  const resource = readBinding(env, 'RESOURCE_NAME');
  if (resource === undefined) {
    faults.push('RESOURCE_NAME is missing: set it to the name of the Azure OpenAI resource');
  } else if (!RESOURCE_NAME.test(resource)) {
    faults.push('RESOURCE_NAME must be the bare resource name, not a URL');
  }
  const apiVersion = readBinding(env, 'AZURE_API_VERSION');
  if (apiVersion !== undefined && !DATED_VERSION.test(apiVersion)) {
    faults.push('AZURE_API_VERSION must be YYYY-MM-DD or YYYY-MM-DD-preview');
  }
  const deployments = readDeployments(env, faults);
  if (faults.length > 0) return err(faults);

  const name = resource?.toLowerCase() ?? '';
  const key = readBinding(env, 'AZURE_AUTHKEY');
  const backend: Backend = {
    name,
    endpoint: `https://${name}.openai.azure.com`,
    credential: key === undefined ? { kind: 'client-key' } : { kind: 'key', key },
  };
  const models = [...deployments].map(([id, deployment]): ModelBinding => ({
    id,
    deployment,
    // The variables name deployments and say nothing of the models behind them.
    model: null,
    adaptParameters: false,
    ...(apiVersion !== undefined && { apiVersion, upstream: 'deployment' }),
  }));
  return buildCatalog(models, [backend], false);
}

/** The deployment that serves each name: of models, and of the deployments themselves. */
function readDeployments(env: Env, faults: string[]): ReadonlyMap<string, string> {
  const byModel = new Map<string, string>();
  for (const variable of DEPLOY_VARIABLES) {
    const deployment = readBinding(env, variable);
    if (deployment !== undefined && !DEPLOYMENT_NAME.test(deployment)) {
      faults.push(`${variable} may hold letters, digits, '.', '_' and '-' only`);
    }
    const serving = deployment ?? fallback(variable, env);
    if (serving !== undefined) for (const name of SERVED[variable]) byModel.set(name, serving);
  }
  // A deployment's own name works too, unless it is a model name that another variable serves.
  for (const deployment of [...byModel.values()]) {
    if (!byModel.has(deployment)) byModel.set(deployment, deployment);
  }
  return byModel;
}

/** What serves a variable's models where it is not set: the 16k models fall back to gpt-3.5-turbo. */
function fallback(variable: DeployVariable, env: Env): string | undefined {
  return variable === 'DEPLOY_NAME_GPT35_16K' ? readBinding(env, 'DEPLOY_NAME_GPT35') : undefined;
}
