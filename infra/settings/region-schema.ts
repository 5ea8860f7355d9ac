// The schema of an entry of `regions`.
import { z } from 'zod';
import { AZURE_AUTH_STEPS } from './azure-auth.ts';
import { capacity, modelName, sku } from './model-schema.ts';
import { amount, choice, deploymentName, modelVersion, resourceGroupName, text } from './fields.ts';

const LOCATION = 'an Azure location in its short form, such as "swedencentral"';
const REGION_NAME = 'a name of up to 40 lower-case letters, digits and inner hyphens';
const RESOURCE =
  'the name of an existing Azure OpenAI resource alone, as in https://<name>.openai.azure.com';
const RESOURCE_KEY = 'one of the two keys of the Azure resource';
const KEY_NUMBER = '1 or 2';
const SERVED = 'a list of at least one model; leave it out to serve all models';
const PRIORITY = 'a whole number from 1 to 9';

/** An Azure location. */
export function location(): z.ZodString {
  return text(/^[a-z][a-z0-9]{2,29}$/, LOCATION);
}

const regionModelSchema = z.strictObject(
  {
    name: modelName(),
    deployment: deploymentName().optional(),
    version: modelVersion().optional(),
    sku: sku().optional(),
    capacity: capacity().optional(),
    weight: amount().optional(),
    priority: z.int(PRIORITY).min(1, PRIORITY).max(9, PRIORITY).optional(),
  },
  'an entry with the name of a model, such as `- name: gpt-5.4-mini`',
);

/** An entry of `regions`. */
export const regionSchema = z.strictObject(
  {
    location: location().optional(),
    name: text(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, REGION_NAME).optional(),
    resourceGroup: resourceGroupName().optional(),
    account: text(/^[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/, RESOURCE).optional(),
    key: text(/^[!-~]{16,128}$/, RESOURCE_KEY).optional(),
    deployments: choice(['listed', 'imported']).optional(),
    azureAuth: choice(AZURE_AUTH_STEPS).optional(),
    activeKey: z.literal([1, 2], KEY_NUMBER).optional(),
    models: z.array(regionModelSchema, SERVED).min(1, SERVED).optional(),
  },
  'an entry with a location, or with the account of an existing resource',
);
