// Changes that give the gateway another account or another identity while it sends tokens. The new role takes up
// to ten minutes to have effect, and until then Azure refuses the tokens.
import * as pulumi from '@pulumi/pulumi';
import { componentName, earlierComponentName } from '../azure/component-name.ts';
import { ACCOUNT_TYPE } from '../azure/live-versions.ts';
import type { LastUp } from '../bindings/last-up.ts';
import { sendsTokens } from '../settings/azure-auth.ts';
import type { RegionSettings } from '../settings/regions.ts';
import type { Settings } from '../settings/settings.ts';
import { IDENTITY_TYPE, identityName } from './gateway-identity.ts';

/**
 * Logs a warning for each such change.
 *
 * @param component name of the identity's component
 */
export async function warnOfGaps(
  { regions, resourceGroup }: Pick<Settings, 'regions' | 'resourceGroup'>,
  component: string,
  last: LastUp,
): Promise<void> {
  const keyless = regions.filter(({ auth }) => sendsTokens(auth));
  if (keyless.length === 0) return;
  const moved = await Promise.all(keyless.map((region) => isMoved(region, last)));
  for (const { name } of keyless.filter((_, index) => moved[index])) {
    await pulumi.log.warn(
      `region "${name}": it moves to a new account, on which the gateway's identity gets a new role. For up to ten minutes, Azure may refuse the gateway's tokens there (503 azure_access_not_ready). To lose no request, add the new place as a region of another name first, run \`npm run up\`, wait ten minutes, and then remove this one.`,
    );
  }
  const isNew =
    (await last.entra()) !== undefined &&
    (await last.resource(IDENTITY_TYPE, identityName(component, resourceGroup))) === undefined;
  if (!isNew) return;
  await pulumi.log.warn(
    'resourceGroup: the identity of the gateway is made again in another resource group. For up to ten minutes, Azure may refuse the tokens of the new one (503 azure_access_not_ready). Containers that sign in as it need its new clientId (the output `entra`).',
  );
}

/** Whether the region had another account at the last `up` and was keyless then. */
async function isMoved({ name, account }: RegionSettings, last: LastUp): Promise<boolean> {
  if (account.kind !== 'created') return false;
  const backend = await last.backend(name);
  if (backend === undefined || backend.key !== undefined) return false;
  const names = [componentName(name, account), earlierComponentName(name)];
  const known = await Promise.all(
    names.map((each) => last.resource(ACCOUNT_TYPE, `${each}-account`)),
  );
  return known.every((found) => found === undefined);
}
