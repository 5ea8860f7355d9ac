// Where the services are: the public ones, a national cloud of Azure's, or those of a rehearsal.

/** Where the services are. */
export interface Addresses {
  /** Azure's management API, without a slash at its end. */
  readonly azure: string;
  /** Microsoft Entra's login. */
  readonly login: string;
  /** The token service of a machine at Azure. */
  readonly machine: string;
  /** In place of the stack's output `url`. */
  readonly gateway?: string | undefined;
  /** Only the gateway is known, and not the stack that it belongs to. */
  readonly withoutStack?: boolean;
}

const MACHINE = 'http://169.254.169.254/metadata/identity/oauth2/token';

/** By ARM_ENVIRONMENT: https://learn.microsoft.com/azure/developer/identity/national-clouds */
const CLOUDS: Readonly<Record<string, Pick<Addresses, 'azure' | 'login'>>> = {
  public: { azure: 'https://management.azure.com', login: 'https://login.microsoftonline.com' },
  usgovernment: {
    azure: 'https://management.usgovcloudapi.net',
    login: 'https://login.microsoftonline.us',
  },
  china: { azure: 'https://management.chinacloudapi.cn', login: 'https://login.chinacloudapi.cn' },
};

/** The addresses that Pulumi's providers would use with this environment. */
export function publicAddresses({ ARM_ENVIRONMENT, ...env }: NodeJS.ProcessEnv): Addresses {
  const cloud = CLOUDS[ARM_ENVIRONMENT ?? 'public'] ?? CLOUDS['public'];
  return {
    azure: cloud?.azure ?? '',
    login: cloud?.login ?? '',
    machine: env['ARM_MSI_ENDPOINT'] ?? MACHINE,
  };
}
