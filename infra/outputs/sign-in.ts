import type * as pulumi from '@pulumi/pulumi';
import type { EntraAccess } from '../bindings/entra-bindings.ts';

/**
 * The stack output `entra`, for containers that sign in as the same identity. Nothing of it is secret.
 *
 * @returns JSON with tenantId, clientId and issuer
 */
export function describeSignIn({ binding }: EntraAccess): pulumi.Output<string> {
  return binding.apply(({ tenantId, clientId, issuer }) =>
    JSON.stringify({ tenantId, clientId, issuer }),
  );
}
