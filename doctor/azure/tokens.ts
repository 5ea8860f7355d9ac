// A token for Azure's management API. @azure/identity could do it, but its endpoints must be https, so none
// of it could be tested against a server of this machine; these are four requests.
import { asObject } from '../../command-line/as-object.ts';
import { capture } from '../../pulumi-cli/capture.ts';
import { findProgram } from '../../pulumi-cli/installation/find-cli.ts';
import type { Answer, Ask, Question } from '../context/ask.ts';
import { Trouble } from '../finding.ts';
import { parseAddress, type Addresses, type AzureCloud } from '../context/addresses.ts';
import type { Secrets } from '../context/secrets.ts';
import type { OperatorsPulumi } from '../stack/operators-pulumi.ts';
import { firstLine, readJsonObject } from '../stack/operators-pulumi.ts';
import type { StackFile } from '../stack/stack-file.ts';
import { findCredential, type AppCredential, type Look } from './credentials.ts';
import { explainLogin } from './login-advice.ts';

export interface AzureToken {
  readonly token: string;
  /** How it was got, for the report. */
  readonly how: string;
  /** The subscription that Azure's CLI has selected. */
  readonly subscriptionId: string | undefined;
}

/** What a login needs. */
export interface LoginContext {
  readonly env: NodeJS.ProcessEnv;
  readonly ask: Ask;
  readonly secrets: Secrets;
  readonly addresses: Addresses;
  readonly cloud: () => Promise<AzureCloud>;
  readonly pulumi: OperatorsPulumi;
  /** Makes the signal that ends Azure's CLI. */
  readonly deadline: () => AbortSignal;
  readonly stackFile: () => Promise<StackFile>;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Variable -> the setting of azure-native that means the same. */
const SETTINGS: Readonly<Record<string, string>> = {
  ARM_CLIENT_ID: 'clientId',
  ARM_TENANT_ID: 'tenantId',
  ARM_USE_OIDC: 'useOidc',
  ARM_USE_MSI: 'useMsi',
};

/** @throws Trouble where there is no login, or Microsoft Entra refuses it */
export async function findToken(context: LoginContext): Promise<AzureToken> {
  const { env, secrets, pulumi, ask, addresses } = context;
  const cloud = await context.cloud();
  const { ofProviders } = await context.stackFile();
  const configured = env['ARM_CLIENT_SECRET']
    ? undefined
    : await pulumi.configured('azure-native:clientSecret');
  const look: Look = (variable) => {
    const fromStack = ofProviders[`azure-native:${SETTINGS[variable] ?? ''}`];
    const value = variable === 'ARM_CLIENT_SECRET' ? configured : fromStack;
    return [value, env[variable]].find((text) => text !== undefined && text !== '');
  };
  const credential = findCredential(look);
  const remember = (token: AzureToken) => ({ ...token, token: secrets.add(token.token) });
  switch (credential.kind) {
    case 'cli':
      return remember(await askCli(context, cloud));
    case 'machine':
      return remember(await askMachine(ask, addresses.machine, cloud, credential.clientId));
    case 'secret':
    case 'assertion':
    case 'runner':
      return remember(await askEntra(context, cloud, credential));
  }
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
async function askEntra(
  { ask, secrets }: LoginContext,
  { login, resource, audience }: AzureCloud,
  credential: AppCredential,
): Promise<AzureToken> {
  const { tenantId, clientId } = credential;
  const proof =
    credential.kind === 'secret'
      ? { client_secret: secrets.add(credential.secret) }
      : {
          client_assertion_type: ASSERTION_TYPE,
          client_assertion: secrets.add(await assertionOf(ask, audience, credential)),
        };
  const url = `${login}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const question: Question = {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      scope: `${resource}.default`,
      ...proof,
    }),
  };
  const answer = await ask(url, question);
  const kind = credential.kind === 'secret' ? 'a client secret' : "the pipeline's token";
  const token = tokenIn(answer);
  if (token === undefined) throw explainLogin(answer, credential.kind);
  return { token, how: `application ${clientId}, with ${kind}`, subscriptionId: undefined };
}

/** https://docs.github.com/actions/reference/security/oidc */
async function assertionOf(
  ask: Ask,
  audience: string,
  credential: Exclude<AppCredential, { readonly kind: 'secret' }>,
): Promise<string> {
  if (credential.kind === 'assertion') return credential.assertion;
  const url = parseAddress(credential.url, 'ARM_OIDC_REQUEST_URL or ACTIONS_ID_TOKEN_REQUEST_URL');
  url.searchParams.set('audience', audience);
  const { status, json } = await ask(url.href, {
    headers: { authorization: `Bearer ${credential.bearer}` },
  });
  const { value } = asObject(json);
  if (typeof value === 'string') return value;
  throw new Trouble(
    `the runner gave no token for Azure (status ${status})`,
    'Give the job the permission id-token: write. See docs/ci.md.',
  );
}

/** https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token */
async function askMachine(
  ask: Ask,
  address: string,
  { resource }: AzureCloud,
  clientId: string | undefined,
): Promise<AzureToken> {
  const url = parseAddress(address, 'ARM_MSI_ENDPOINT');
  url.searchParams.set('api-version', '2018-02-01');
  url.searchParams.set('resource', resource);
  if (clientId !== undefined) url.searchParams.set('client_id', clientId);
  const answer = await ask(url.href, { headers: { metadata: 'true' } });
  const token = tokenIn(answer);
  if (token !== undefined) {
    return { token, how: "this machine's managed identity", subscriptionId: undefined };
  }
  const { error_description: said } = asObject(answer.json);
  throw new Trouble(
    `this machine's managed identity gave no token (${typeof said === 'string' ? said : `status ${answer.status}`})`,
    'Assign a managed identity to the machine, or unset ARM_USE_MSI.',
  );
}

async function askCli(
  { env, deadline }: LoginContext,
  { resource }: AzureCloud,
): Promise<AzureToken> {
  const az = findProgram('az', env);
  if (az === undefined) {
    throw new Trouble(
      "there is no login to Azure: no ARM_ variable is set, and Azure's CLI is not installed",
      'Install it (https://learn.microsoft.com/cli/azure/install-azure-cli) and type: az login. In CI, set the ARM_ variables: docs/ci.md.',
    );
  }
  const subscription = env['ARM_SUBSCRIPTION_ID'];
  const signal = deadline();
  const { code, stdout, stderr } = await capture(
    az,
    [
      ...['account', 'get-access-token', '--resource', resource],
      ...(subscription ? ['--subscription', subscription] : []),
      ...['--output', 'json', '--only-show-errors'],
    ],
    { env, signal },
  );
  if (signal.aborted) {
    throw new Trouble(
      "Azure's CLI did not end in time",
      'Type the command yourself, and see what it waits for: az account get-access-token',
    );
  }
  const { accessToken, subscription: selected } = readJsonObject(stdout);
  if (code === 0 && typeof accessToken === 'string') {
    const subscriptionId = typeof selected === 'string' ? selected : undefined;
    return { token: accessToken, how: "the login of Azure's CLI", subscriptionId };
  }
  throw new Trouble(
    `Azure's CLI gave no token: ${firstLine(stderr).replace(/^ERROR:\s*/, '')}`,
    'Log in: az login. With several directories: az login --tenant <id>',
  );
}

function tokenIn({ status, json }: Answer): string | undefined {
  const { access_token: token } = asObject(json);
  return status === 200 && typeof token === 'string' ? token : undefined;
}
