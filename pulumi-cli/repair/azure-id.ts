// The id of a resource at Azure, from the inputs that Pulumi created it with.
// https://www.pulumi.com/registry/packages/azure-native/ has the form of each under "Import".
import type { ExportedStack, Resource } from './exported-stack.ts';
import { quote } from './shell.ts';

type Inputs = Resource['inputs'];

/** Put in where no resource of the stack says which subscription it is. A shell fills it in. */
const ASK_FOR_SUBSCRIPTION = '$(az account show --query id --output tsv)';

const GROUP = '{subscription}/resourceGroups/{resourceGroupName}';
const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/{accountName}`;
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`;
const BLOCKLIST = `${ACCOUNT}/raiBlocklists/{raiBlocklistName}`;

/** Parts in braces are inputs. */
const FORMS: Readonly<Record<string, string>> = {
  'azure-native:resources:ResourceGroup': GROUP,
  'azure-native:cognitiveservices:Account': ACCOUNT,
  'azure-native:cognitiveservices:Deployment': `${ACCOUNT}/deployments/{deploymentName}`,
  'azure-native:cognitiveservices:RaiPolicy': `${ACCOUNT}/raiPolicies/{raiPolicyName}`,
  'azure-native:cognitiveservices:RaiBlocklist': BLOCKLIST,
  'azure-native:cognitiveservices:RaiBlocklistItem': `${BLOCKLIST}/raiBlocklistItems/{raiBlocklistItemName}`,
  'azure-native:managedidentity:UserAssignedIdentity': IDENTITY,
  'azure-native:managedidentity:FederatedIdentityCredential': `${IDENTITY}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
  'azure-native:authorization:RoleAssignment':
    '{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}',
  'azure-native:consumption:Budget': '{scope}/providers/Microsoft.Consumption/budgets/{budgetName}',
  'azure-native:monitor:DiagnosticSetting':
    '{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}',
};

/** Whether Azure refuses to create such a resource a second time. Others are created again by `up`. */
export function isImported({ type }: Resource): boolean {
  return type.startsWith('azure-native:');
}

/**
 * The id, or undefined for a type that this project does not create, or where an input is not a text.
 *
 * @param subscription where no resource of the stack says which one it is; undefined: a shell asks Azure
 */
export function azureId(
  { type, inputs }: Resource,
  stack: ExportedStack,
  subscription = ASK_FOR_SUBSCRIPTION,
): string | undefined {
  const form = FORMS[type];
  if (form === undefined) return undefined;
  const values: Inputs = {
    ...inputs,
    subscription: `/subscriptions/${subscriptionOf(stack) ?? subscription}`,
  };
  const missing = [...form.matchAll(/\{(\w+)\}/g)].filter(
    ([, name = '']) => typeof values[name] !== 'string',
  );
  if (missing.length > 0) return undefined;
  const id = form.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
  return `/${id.replace(/^\/+/, '')}`;
}

/** The id as a word for a POSIX shell. */
export function quoteId(id: string): string {
  const asked = `/subscriptions/${ASK_FOR_SUBSCRIPTION}`;
  return id.startsWith(asked) ? `"${asked}"${quote(id.slice(asked.length))}` : quote(id);
}

/** The subscription of the stack's resources. */
export function subscriptionOf({ resources, pending }: ExportedStack): string | undefined {
  const texts = [...resources, ...pending.map(({ resource }) => resource)].flatMap(
    ({ id, inputs }) => [id, ...Object.values(inputs)],
  );
  for (const text of texts) {
    const found =
      typeof text === 'string' ? /^\/subscriptions\/([^/]+)/.exec(text)?.[1] : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
