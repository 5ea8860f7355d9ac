// Reads from Cloudflare's API with the credentials of the deployment.
import { asObject } from '../../command-line/as-object.ts';
import { cloudflareApi } from '../../worker-check/cloudflare-api.ts';
import { parseAddress } from './addresses.ts';
import type { Ask } from './ask.ts';
import { Trouble } from '../finding.ts';
import type { Secrets } from './secrets.ts';
import type { OperatorsPulumi } from '../stack/operators-pulumi.ts';

/** An answer in Cloudflare's envelope. */
export interface CloudflareAnswer {
  readonly status: number;
  readonly result: unknown;
  /** Of the first error. */
  readonly code: number | undefined;
  /** Status, code and message of a refusal, for a report. */
  readonly said: string;
}

export interface CloudflareAccess {
  /** False for an API key with an e-mail address, which has all rights of its user. */
  readonly isToken: boolean;
  get(path: string, query?: Readonly<Record<string, string>>): Promise<CloudflareAnswer>;
}

interface Basics {
  readonly env: NodeJS.ProcessEnv;
  readonly ask: Ask;
  readonly secrets: Secrets;
  readonly pulumi: OperatorsPulumi;
}

/** @throws Trouble where there are no credentials */
export async function findCloudflare({
  env,
  ask,
  secrets,
  pulumi,
}: Basics): Promise<CloudflareAccess> {
  const api =
    cloudflareApi(env) ??
    cloudflareApi(withToken(env, await pulumi.configured('cloudflare:apiToken')));
  if (api === undefined) {
    throw new Trouble(
      'there is no API token',
      'Make one with the template "Edit Cloudflare Workers" at https://dash.cloudflare.com/profile/api-tokens and type: export CLOUDFLARE_API_TOKEN=<token>',
    );
  }
  parseAddress(api.baseUrl, 'CLOUDFLARE_BASE_URL');
  for (const value of Object.values(api.headers)) secrets.add(value.replace(/^Bearer /, ''));
  return {
    isToken: 'authorization' in api.headers,
    get: async (path, query = {}) => {
      const search = new URLSearchParams(query).toString();
      const url = `${api.baseUrl}${path}${search === '' ? '' : `?${search}`}`;
      const { status, json } = await ask(url, { headers: api.headers });
      const { result, errors } = asObject(json);
      const { code, message } = asObject(Array.isArray(errors) ? errors[0] : undefined);
      return {
        status,
        result,
        code: typeof code === 'number' ? code : undefined,
        said: [
          `status ${status}`,
          ...(typeof code === 'number' ? [`code ${code}`] : []),
          ...(typeof message === 'string' ? [message] : []),
        ].join(', '),
      };
    },
  };
}

function withToken(env: NodeJS.ProcessEnv, token: string | undefined): NodeJS.ProcessEnv {
  return token === undefined ? env : { ...env, CLOUDFLARE_API_TOKEN: token };
}
