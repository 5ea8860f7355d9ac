// Owns: the Pulumi program. Settings in; one Azure OpenAI account, the users' keys, the Worker and
// the stack's outputs out. What each part is made of is its own file's matter.
import * as pulumi from '@pulumi/pulumi';
import { baseUrl } from './address.ts';
import { AzureOpenAI } from './azure-openai.ts';
import { toBindings } from './bindings.ts';
import { buildWorker } from './bundle.ts';
import { Gateway } from './gateway.ts';
import { modelNames } from './models.ts';
import { buildReadme } from './readme.ts';
import { loadSettings } from './stack-config.ts';
import { createUserKeys } from './users.ts';

const settings = loadSettings(process.env);
const bundle = buildWorker(process.cwd());
const userKeys = createUserKeys(settings.users);

// Named after its location: another location is another account, not the same one replaced.
const azure = new AzureOpenAI(`openai-${settings.azureLocation}`, {
  location: settings.azureLocation,
  resourceGroup: settings.resourceGroup,
  models: settings.models,
  subdomainPrefix: `${pulumi.getProject()}-${pulumi.getStack()}`,
});

new Gateway('gateway', {
  accountId: settings.accountId,
  workerName: settings.workerName,
  bundle,
  bindings: toBindings(settings, userKeys, [
    { name: settings.azureLocation, endpoint: azure.endpoint, key: azure.key },
  ]),
  customDomain: settings.customDomain,
  workersDev: settings.workersDev,
  after: azure.deployments,
});

/** Base URL for OpenAI clients. */
export const url = baseUrl(settings);

/** Every model name that clients may use. */
export const models = modelNames(settings.models);

/** User name -> key. */
export const users = pulumi.secret(
  Object.fromEntries(userKeys.map(({ name, key }) => [name, key])),
);

/** The page that Pulumi's console shows for this stack. */
export const readme = buildReadme(pulumi.getStack(), url, settings);
