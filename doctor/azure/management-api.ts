// Reads from Azure Resource Manager. https://learn.microsoft.com/rest/api/resources/
import { asObject } from '../../command-line/as-object.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import type { Answer, Ask } from '../context/ask.ts';
import { Trouble } from '../finding.ts';
import type { AzureCloud } from '../context/addresses.ts';
import type { AzureToken } from './tokens.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface AzureApi {
  readonly subscriptionId: string;
  /** A resource below the subscription. `path` begins with a slash, or is empty. */
  get(path: string, apiVersion: string): Promise<Json>;
  /** All parts of a list. */
  list(path: string, apiVersion: string): Promise<readonly Json[]>;
}

/** More parts than any of these lists has. */
const MOST_PARTS = 100;

/** @throws Trouble where it is not known which subscription is meant */
export function connectAzure(
  ask: Ask,
  { azure }: Pick<AzureCloud, 'azure'>,
  { token, subscriptionId: selected }: AzureToken,
  { azureSubscriptionId = selected }: Pick<Settings, 'azureSubscriptionId'>,
): AzureApi {
  if (azureSubscriptionId === undefined) {
    throw new Trouble(
      'it is not known which subscription to use',
      'Set ARM_SUBSCRIPTION_ID, or type: pulumi config set azure-native:subscriptionId <id>',
    );
  }
  const subscriptionId = azureSubscriptionId;
  const base = `${azure}/subscriptions/${encodeURIComponent(subscriptionId)}`;
  const read = async (url: string) => {
    const answer = await ask(url, { headers: { authorization: `Bearer ${token}` } });
    if (answer.status !== 200) throw explain(answer, subscriptionId);
    return asObject(answer.json);
  };
  return {
    subscriptionId,
    get: (path, apiVersion) => read(`${base}${path}?api-version=${apiVersion}`),
    list: async (path, apiVersion) => {
      const all: Json[] = [];
      let url: string | undefined = `${base}${path}?api-version=${apiVersion}`;
      for (let part = 0; url !== undefined && part < MOST_PARTS; part++) {
        const { value, nextLink } = await read(url);
        if (Array.isArray(value)) all.push(...value.map(asObject));
        url = typeof nextLink === 'string' ? checkedLink(nextLink, azure) : undefined;
      }
      return all;
    },
  };
}

/** The token goes to Azure alone, whatever an answer says. */
function checkedLink(link: string, azure: string): string {
  if (URL.parse(link)?.origin === new URL(azure).origin) return link;
  throw new Trouble(
    "Azure's answer continues at another host",
    'Please report it; the request was not sent.',
  );
}

function explain({ status, json }: Answer, subscriptionId: string): Trouble {
  const { code, message } = asObject(asObject(json)['error']);
  const said = typeof code === 'string' ? `${status} ${code}` : `status ${status}`;
  if (status === 401) {
    return new Trouble(
      `Azure did not accept the token (${said})`,
      'Log in again: az login. With ARM_ variables, check that they belong to the directory of the subscription.',
    );
  }
  if (code === 'SubscriptionNotFound' || code === 'InvalidSubscriptionId') {
    return new Trouble(
      `there is no subscription ${subscriptionId} for this login (${said})`,
      'Set ARM_SUBSCRIPTION_ID or azure-native:subscriptionId to one of: az account list --output table. If it is the right one, have its owner give this login a role in it.',
    );
  }
  if (status === 403) {
    return new Trouble(
      `this login may not read in the subscription (${said})`,
      'Have the owner of the subscription give it the role Contributor or Reader.',
    );
  }
  return new Trouble(
    `Azure answered ${said}: ${typeof message === 'string' ? message : 'without a message'}`,
    'Try again; see https://azure.status.microsoft if it lasts.',
  );
}
