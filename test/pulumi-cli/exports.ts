// What `pulumi stack export` prints for stacks in trouble, cut down to what matters.
export const PROJECT = 'cf-openai-azure-proxy';
const COMPONENT_TYPE = `${PROJECT}:index:AzureOpenAI`;
const URN = `urn:pulumi:dev::${PROJECT}::`;
export const STACK = `${URN}pulumi:pulumi:Stack::${PROJECT}-dev`;
export const COMPONENT = `${URN}${COMPONENT_TYPE}::openai-swedencentral`;
const SUBSCRIPTION = '/subscriptions/00000000-1111-2222-3333-444444444444';
export const GROUP_ID = `${SUBSCRIPTION}/resourceGroups/openai-swedencentral-group0123abcd`;
export const ACCOUNT_ID = `${GROUP_ID}/providers/Microsoft.CognitiveServices/accounts/openai-swedencentral-account89ef0123`;

/** The URN of something below the component. */
export function childUrn(type: string, name: string): string {
  return `${URN}${COMPONENT_TYPE}$${type}::openai-swedencentral-${name}`;
}

/** A resource below the component; without an id it is being created. */
export function child(type: string, name: string, inputs: object, id?: string) {
  return {
    urn: childUrn(type, name),
    custom: true,
    type,
    parent: COMPONENT,
    inputs,
    ...(id !== undefined && { id, outputs: inputs }),
  };
}

const place = { resourceGroupName: 'openai-swedencentral-group0123abcd' };
const account = { ...place, accountName: 'openai-swedencentral-account89ef0123' };

export const RESOURCES = {
  stack: { urn: STACK, custom: false, type: 'pulumi:pulumi:Stack' },
  component: { urn: COMPONENT, custom: false, type: COMPONENT_TYPE, parent: STACK },
  group: child(
    'azure-native:resources:ResourceGroup',
    'group',
    { ...place, location: 'swedencentral' },
    GROUP_ID,
  ),
  subdomain: child(
    'random:index/randomString:RandomString',
    'subdomain',
    { length: 8, keepers: { location: 'swedencentral', resourceGroup: 'shared-group' } },
    'x1y2z3a4',
  ),
  account: child(
    'azure-native:cognitiveservices:Account',
    'account',
    {
      ...account,
      location: 'swedencentral',
      kind: 'AIServices',
      properties: { customSubDomainName: `${PROJECT}-dev-x1y2z3a4` },
    },
    ACCOUNT_ID,
  ),
} as const;

export const INPUTS = { place, account } as const;

/** The JSON text of a stack. */
export function exported(
  resources: readonly object[],
  pending: readonly { readonly type: string; readonly resource: object }[] = [],
): string {
  return JSON.stringify({
    version: 3,
    deployment: {
      manifest: { time: '2026-11-26T16:00:00Z', magic: 'x', version: 'v3.274.1' },
      secrets_providers: { type: 'passphrase', state: { salt: 'v1:x:v1:y:z' } },
      resources,
      ...(pending.length > 0 && { pending_operations: pending }),
    },
  });
}
