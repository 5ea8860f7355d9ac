// Both clouds on a free port, and requests to their APIs.
import { onTestFinished } from 'vitest';
import { startClouds, type Clouds } from '../../../azure-stand-in/clouds/clouds.ts';

const ACCOUNT_ID = '0123456789abcdef0123456789abcdef';
const TOKEN = 'token';

export const GROUP = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/main';
export const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/contoso`;
export const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/gateway`;

/** Starts clouds that end with the test. */
export async function openClouds(): Promise<Clouds> {
  const clouds = await startClouds({ cloudflareAccountId: ACCOUNT_ID, cloudflareToken: TOKEN });
  onTestFinished(() => clouds.close());
  return clouds;
}

export type Reply = readonly [status: number, body: unknown];

/** A request to Azure Resource Manager. */
export async function azure(
  { azureUrl }: Clouds,
  method: string,
  path: string,
  body?: object,
): Promise<Reply> {
  const response = await fetch(azureUrl + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return [response.status, text === '' ? {} : (JSON.parse(text) as unknown)];
}

/** Makes the resource. Throws when it is refused. */
export async function make(clouds: Clouds, path: string, body: object): Promise<void> {
  const [status, answer] = await azure(clouds, 'PUT', path, body);
  if (status >= 300) throw new Error(JSON.stringify(answer));
}

/** A request to Cloudflare about the account's Workers. */
export async function cloudflare(
  { cloudflareUrl }: Clouds,
  method: string,
  path: string,
  body?: FormData,
): Promise<Reply> {
  const response = await fetch(`${cloudflareUrl}/accounts/${ACCOUNT_ID}/workers/${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}` },
    ...(body !== undefined && { body }),
  });
  return [response.status, await response.json()];
}
