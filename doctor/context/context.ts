// What all checks share. Everything that several of them need is found once.
import type { Settings } from '../../infra/settings/settings.ts';
import { azureCloud, type Addresses, type AzureCloud } from './addresses.ts';
import { asker, type Ask } from './ask.ts';
import { connectAzure, type AzureApi } from '../azure/management-api.ts';
import { findToken, type AzureToken } from '../azure/tokens.ts';
import { findCloudflare, type CloudflareAccess } from './cloudflare-access.ts';
import { findGateway, type Gateway } from '../gateway/gateway.ts';
import { probeModels, type Probe } from '../gateway/probes.ts';
import { once } from './once.ts';
import { Secrets } from './secrets.ts';
import { OperatorsPulumi } from '../stack/operators-pulumi.ts';
import { readStackFile, type StackFile } from '../stack/stack-file.ts';
import { Trouble } from '../finding.ts';

export interface DoctorOptions {
  /** The folder of package.json. */
  readonly root: string;
  /** The folder of Pulumi.yaml. */
  readonly project: string;
  /** undefined: the selected one. */
  readonly stack: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly addresses: Addresses;
  /** Whether models that draw are asked for a picture, which costs money. */
  readonly images: boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Makes the signal that ends a request. */
  readonly deadline: () => AbortSignal;
}

export interface Context extends DoctorOptions {
  readonly ask: Ask;
  readonly secrets: Secrets;
  readonly pulumi: OperatorsPulumi;
  readonly stackFile: () => Promise<StackFile>;
  /** @throws Trouble where the stack file has faults */
  readonly settings: () => Promise<Settings>;
  readonly cloud: () => Promise<AzureCloud>;
  readonly azureToken: () => Promise<AzureToken>;
  readonly azure: () => Promise<AzureApi>;
  readonly cloudflare: () => Promise<CloudflareAccess>;
  readonly gateway: () => Promise<Gateway>;
  /** What the requests to the models showed. */
  readonly probes: () => Promise<readonly Probe[]>;
  /** Azure's name of a model, by the name that clients use. */
  readonly azureName: () => Promise<(model: string) => string | undefined>;
}

/** @param pulumi in place of the CLI that the environment has */
export function openContext(
  options: DoctorOptions,
  pulumi: OperatorsPulumi = new OperatorsPulumi(options),
): Context {
  const { env, deadline, project, addresses, now } = options;
  const secrets = new Secrets(env);
  const ask = asker(deadline);
  const stackFile = once(async () => readStackFile(project, await pulumi.stackName(), env, now()));
  const settings = once(async () => {
    const { parsed } = await stackFile();
    if (parsed.ok) return parsed.settings;
    throw new Trouble('the stack file has faults', 'Correct them first.');
  });
  const cloud = once(async () => {
    if (addresses.cloud !== undefined) return addresses.cloud;
    const { ofProviders } = await stackFile();
    const { ARM_ENVIRONMENT: ofMachine } = env;
    const { 'azure-native:environment': ofStack } = ofProviders;
    return azureCloud([ofStack, ofMachine].find((name) => name !== undefined && name !== ''));
  });
  const basics = { env, ask, deadline, secrets, pulumi, addresses, cloud, stackFile };
  const gateway = once(() => findGateway({ ...basics, settings, now }));
  const azureName = once(async () => {
    const models = addresses.withoutStack === true ? [] : (await settings()).models;
    const names = new Map(models.map(({ name, model }) => [name, model]));
    return (name: string) => names.get(name);
  });
  const azureToken = once(() => findToken(basics));
  return {
    ...options,
    ask,
    secrets,
    pulumi,
    stackFile,
    settings,
    cloud,
    azureToken,
    azure: once(async () => connectAzure(ask, await cloud(), await azureToken(), await settings())),
    cloudflare: once(() => findCloudflare(basics)),
    gateway,
    azureName,
    probes: once(async () =>
      probeModels(await gateway(), {
        images: options.images,
        deadline,
        azureName: await azureName(),
      }),
    ),
  };
}
