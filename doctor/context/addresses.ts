// Where the services are: the public ones, a national cloud of Azure's, or those of a rehearsal.
import { Trouble } from '../finding.ts';

/** One of Azure's clouds. */
export interface AzureCloud {
  /** The management API, without a slash at its end. */
  readonly azure: string;
  /** Microsoft Entra's login. */
  readonly login: string;
  /** What a token for the management API is requested for. */
  readonly resource: string;
  /** Whom a pipeline's token must be made out to. */
  readonly audience: string;
}

/** Where the services are. */
export interface Addresses {
  /** In place of the cloud that the stack or the environment names. */
  readonly cloud?: AzureCloud;
  /** The token service of a machine at Azure. */
  readonly machine: string;
  /** In place of the stack's output `url`. */
  readonly gateway?: string | undefined;
  /** Only the gateway is known, and not the stack that it belongs to. */
  readonly withoutStack?: boolean;
}

const MACHINE = 'http://169.254.169.254/metadata/identity/oauth2/token';

export const PUBLIC_CLOUD: AzureCloud = {
  azure: 'https://management.azure.com',
  login: 'https://login.microsoftonline.com',
  resource: 'https://management.azure.com/',
  audience: 'api://AzureADTokenExchange',
};

/**
 * https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud and, for the audiences,
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
 */
const CLOUDS: ReadonlyMap<string, AzureCloud> = new Map([
  ['public', PUBLIC_CLOUD],
  [
    'usgovernment',
    {
      azure: 'https://management.usgovcloudapi.net',
      login: 'https://login.microsoftonline.us',
      resource: 'https://management.usgovcloudapi.net/',
      audience: 'api://AzureADTokenExchangeUSGov',
    },
  ],
  [
    'china',
    {
      azure: 'https://management.chinacloudapi.cn',
      login: 'https://login.chinacloudapi.cn',
      resource: 'https://management.chinacloudapi.cn/',
      audience: 'api://AzureADTokenExchangeChina',
    },
  ],
]);

/**
 * The cloud of a name, whatever its capitals.
 *
 * @param name azure-native:environment or ARM_ENVIRONMENT; without it, the public cloud
 * @throws Trouble for an unknown name: a secret would go to the wrong host
 */
export function azureCloud(name: string | undefined): AzureCloud {
  const cloud = CLOUDS.get(name === undefined || name === '' ? 'public' : name.toLowerCase());
  if (cloud !== undefined) return cloud;
  throw new Trouble(
    `Azure has no cloud named ${String(name)}`,
    `Set azure-native:environment or ARM_ENVIRONMENT to one of ${[...CLOUDS.keys()].join(', ')}, or unset it for the public cloud.`,
  );
}

/**
 * @param from the variable or setting that has it
 * @throws Trouble where it is not the address of a server; it is not repeated, because it may be a secret
 */
export function parseAddress(text: string, from: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new Trouble(
    `${from} is not the address of a server`,
    `Addresses begin with https://. Correct ${from}${/^[A-Z]/.test(from) ? ', or unset it' : ''}.`,
  );
}

/** The token service of this machine. */
export function machineAddress(env: NodeJS.ProcessEnv): string {
  const { ARM_MSI_ENDPOINT: own } = env;
  return own === undefined || own === '' ? MACHINE : own;
}
