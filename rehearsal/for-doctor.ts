// What a rehearsal leaves for `npm run doctor -- --rehearsal` while it runs.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATOR_APP, TENANT_ID, type Clouds } from '../azure-stand-in/clouds/clouds.ts';
import { DOCTOR_FILE } from './doctor-file.ts';
import { SUBSCRIPTION_ID } from './stand-ins.ts';

/** What an operator's environment has besides Pulumi's variables, for the stand-in clouds. */
export function cloudVariables(clouds: Pick<Clouds, 'cloudflareUrl'>): Record<string, string> {
  return {
    ARM_TENANT_ID: TENANT_ID,
    ARM_SUBSCRIPTION_ID: SUBSCRIPTION_ID,
    ARM_CLIENT_ID: OPERATOR_APP.clientId,
    ARM_CLIENT_SECRET: OPERATOR_APP.clientSecret,
    CLOUDFLARE_BASE_URL: clouds.cloudflareUrl,
  };
}

/**
 * Writes the file, for as long as the gateway is served.
 *
 * @param environment of Pulumi's CLI
 * @param gateway its address
 * @returns what deletes it
 */
export function leaveForDoctor(
  folder: string,
  clouds: Clouds,
  environment: NodeJS.ProcessEnv,
  gateway: string,
): () => void {
  const file = join(folder, DOCTOR_FILE);
  const own = Object.entries(environment).filter(([name]) => /^(?:PULUMI|CLOUDFLARE)_/.test(name));
  const content = {
    addresses: {
      azure: clouds.azureUrl,
      login: clouds.loginUrl,
      machine: `${clouds.loginUrl}/metadata/identity/oauth2/token`,
      gateway,
    },
    variables: { ...Object.fromEntries(own), ...cloudVariables(clouds) },
  };
  // It has the token of the stand-in.
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  return () => {
    rmSync(file, { force: true });
  };
}
