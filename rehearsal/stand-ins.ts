// Everything that Pulumi's CLI needs besides itself: the language host, providers, and clouds behind them.
import {
  startClouds,
  TENANT_ID,
  type Clouds,
  type CloudsOptions,
} from '../azure-stand-in/clouds/clouds.ts';
import { azureNativeProvider } from '../azure-stand-in/providers/azure-native.ts';
import { cloudflareProvider } from '../azure-stand-in/providers/cloudflare.ts';
import { randomProvider } from '../azure-stand-in/providers/random.ts';
import { tlsProvider } from '../azure-stand-in/providers/tls.ts';
import { serveProvider } from '../azure-stand-in/providers/serve-provider.ts';
import { serveLanguageHost } from './language-host.ts';

/** The subscription of the stand-in for Azure. */
export const SUBSCRIPTION_ID = '11111111-2222-3333-4444-555555555555';

export interface StandIns {
  readonly clouds: Clouds;
  /** For the environment of Pulumi's CLI. */
  readonly variables: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts them.
 *
 * @param folder of the project, in which its program runs
 * @param environment of the CLI's run, which its plugins would inherit
 */
export async function startStandIns(
  folder: string,
  options: CloudsOptions,
  environment: () => NodeJS.ProcessEnv,
): Promise<StandIns> {
  const clouds = await startClouds(options);
  const providers = {
    'azure-native': azureNativeProvider(clouds.azureUrl, {
      subscriptionId: SUBSCRIPTION_ID,
      tenantId: options.tenantId ?? TENANT_ID,
    }),
    cloudflare: cloudflareProvider({
      url: clouds.cloudflareUrl,
      token: () => environment()['CLOUDFLARE_API_TOKEN'],
      folder,
    }),
    random: randomProvider(),
    tls: tlsProvider(),
  };
  const servers = await Promise.all(
    Object.entries(providers).map(async ([name, provider]) => {
      const server = await serveProvider(provider);
      return { server, address: `${name}:${server.port}` };
    }),
  );
  const host = await serveLanguageHost(environment);
  return {
    clouds,
    variables: {
      PULUMI_DEBUG_PROVIDERS: servers.map(({ address }) => address).join(','),
      PULUMI_DEBUG_LANGUAGES: `nodejs:${host.port}`,
    },
    close: async () => {
      host.stop();
      for (const { server } of servers) server.stop();
      await clouds.close();
    },
  };
}
