// Which login to Azure the environment describes, in the order in which Pulumi's provider azure-native looks:
// https://www.pulumi.com/registry/packages/azure-native/installation-configuration/
import { Trouble } from '../finding.ts';

/** How to get a token. */
export type AzureCredential =
  | AppCredential
  /** The managed identity of a machine at Azure. */
  | { readonly kind: 'machine'; readonly clientId: string | undefined }
  /** Azure's CLI, with the login of a person. */
  | { readonly kind: 'cli' };

/** An app registration proves who it is: with a secret, or with a token of a pipeline. */
export type AppCredential = { readonly tenantId: string; readonly clientId: string } & (
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'assertion'; readonly assertion: string }
  /** The runner has a service that issues the token. */
  | { readonly kind: 'runner'; readonly url: string; readonly bearer: string }
);

/** The value of a variable or of the provider's setting; undefined where neither is set. */
export type Look = (variable: string) => string | undefined;

/** @throws Trouble where a part of a login is missing */
export function findCredential(look: Look): AzureCredential {
  if (look('ARM_CLIENT_CERTIFICATE_PATH') !== undefined) {
    throw new Trouble(
      'ARM_CLIENT_CERTIFICATE_PATH is set, and the doctor does not sign in with certificates',
      "Pulumi can. To have Azure's lines checked, unset it for this command and log in with az login.",
    );
  }
  const secret = look('ARM_CLIENT_SECRET');
  if (secret !== undefined)
    return { ...findApp(look, 'ARM_CLIENT_SECRET'), kind: 'secret', secret };
  if (isOn(look('ARM_USE_OIDC')))
    return { ...findApp(look, 'ARM_USE_OIDC'), ...findAssertion(look) };
  if (isOn(look('ARM_USE_MSI'))) return { kind: 'machine', clientId: look('ARM_CLIENT_ID') };
  return { kind: 'cli' };
}

function findApp(look: Look, because: string) {
  const [tenantId, clientId] = [look('ARM_TENANT_ID'), look('ARM_CLIENT_ID')];
  if (tenantId !== undefined && clientId !== undefined) return { tenantId, clientId };
  const missing = tenantId === undefined ? 'ARM_TENANT_ID' : 'ARM_CLIENT_ID';
  throw new Trouble(
    `${because} is set, and ${missing} is missing`,
    `Set ${missing}: the ${tenantId === undefined ? 'directory (tenant) id' : 'application (client) id'} on the overview page of the app registration. Or unset ${because}.`,
  );
}

function findAssertion(look: Look) {
  const assertion = look('ARM_OIDC_TOKEN');
  if (assertion !== undefined) return { kind: 'assertion', assertion } as const;
  const url = look('ARM_OIDC_REQUEST_URL') ?? look('ACTIONS_ID_TOKEN_REQUEST_URL');
  const bearer = look('ARM_OIDC_REQUEST_TOKEN') ?? look('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  if (url !== undefined && bearer !== undefined) return { kind: 'runner', url, bearer } as const;
  throw new Trouble(
    'ARM_USE_OIDC is set, and this run has no token',
    'In GitHub Actions, give the job the permission id-token: write. Elsewhere, set ARM_OIDC_TOKEN. See docs/ci.md.',
  );
}

function isOn(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}
