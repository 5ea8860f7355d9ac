// A deployment as Azure has it now.
import { getDeployment } from '@pulumi/azure-native/cognitiveservices/getDeployment.js';
import type * as pulumi from '@pulumi/pulumi';
import { toFailure } from '../provider-failure.ts';
import { toObject } from '../../to-object.ts';

/** The members of a deployment that a request can set, as far as Azure returns them. */
export interface LiveDeployment {
  readonly sku: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly model: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>> | undefined;
}

/** Where a deployment is. */
export interface DeploymentPlace {
  readonly accountName: string;
  readonly resourceGroupName: string;
  readonly deploymentName: string;
}

/**
 * Reads a deployment from Azure.
 *
 * @returns undefined when the account has none of this name
 * @throws Error of the provider when Azure cannot be read
 */
export async function fetchDeployment(
  place: DeploymentPlace,
  opts: pulumi.InvokeOptions = {},
): Promise<LiveDeployment | undefined> {
  try {
    return toLive(await getDeployment({ ...place }, opts));
  } catch (error) {
    if (toFailure(error).status === 404) return undefined;
    throw error;
  }
}

/** Reads Azure's answer, or the outputs of a deployment in the state, which have the same form. */
export function toLive(answer: object): LiveDeployment {
  const { sku, properties, tags } = toObject(answer);
  return {
    sku: pick(sku, ['name', 'capacity', 'family', 'size', 'tier']),
    // `currentCapacity` is not the operator's: ./imported-deployments.ts ignores it.
    properties: pick(properties, [
      'capacitySettings',
      'parentDeploymentName',
      'raiPolicyName',
      'spilloverDeploymentName',
      'versionUpgradeOption',
    ]),
    // The model's other members cannot be set.
    model: pick(toObject(properties)['model'], [
      'format',
      'name',
      'publisher',
      'source',
      'sourceAccount',
      'version',
    ]),
    tags: tags === undefined || tags === null ? undefined : toTexts(tags),
  };
}

function pick(value: unknown, members: readonly string[]): Readonly<Record<string, unknown>> {
  const object = toObject(value);
  return Object.fromEntries(
    members.flatMap((member) => {
      const found = object[member];
      return found === undefined || found === null ? [] : [[member, found]];
    }),
  );
}

function toTexts(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(toObject(value)).map(([key, text]) => [key, String(text)]),
  );
}
