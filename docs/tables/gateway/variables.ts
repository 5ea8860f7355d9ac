// The variables of the JavaScript proxies, which the Worker takes as they are.
import type { Words } from '../language.ts';
import type { SeedEnv } from '../../../worker/contract/env.ts';

export const VARIABLES = {
  RESOURCE_NAME: {
    en: 'Required. Name of the Azure resource, in any case: `https://{name}.openai.azure.com`.',
    zh: '必填。Azure 资源名，不区分大小写：`https://{name}.openai.azure.com`。',
  },
  AZURE_AUTHKEY: {
    en: "The resource's key. Without it and without `CHIT_USERS`, the caller's key is the Azure key.",
    zh: '该资源的密钥。它和 `CHIT_USERS` 都没有时，调用者的密钥就是 Azure 的密钥。',
  },
  CHIT_USERS: {
    en: 'Base64 of a JSON list of `{"name","key"}` in UTF-8. `CHIT_USERS_2`, `CHIT_USERS_3`, … continue it. `sha256` (hexadecimal, of the key) can replace `key`. `accountData: true` opens account data.',
    zh: 'UTF-8 的 JSON 列表 `{"name","key"}` 的 Base64。太长时用 `CHIT_USERS_2`、`CHIT_USERS_3`……接续。可用 `sha256`（密钥的十六进制摘要）代替 `key`。`accountData: true` 开放账户数据。',
  },
  DEPLOY_NAME_GPT35: {
    en: 'Deployment for `gpt-3.5-turbo` and its `-0301`, `-0613`, `-1106`; for the 16k names too, unless the next one is set.',
    zh: '`gpt-3.5-turbo` 及其 `-0301`、`-0613`、`-1106` 的部署；下一个变量未设置时也用于 16k 的名称。',
  },
  DEPLOY_NAME_GPT35_16K: {
    en: 'Deployment for `gpt-3.5-turbo-16k`, `gpt-3.5-turbo-16k-0613`.',
    zh: '`gpt-3.5-turbo-16k`、`gpt-3.5-turbo-16k-0613` 的部署。',
  },
  DEPLOY_NAME_GPT4: {
    en: 'Deployment for `gpt-4` and its `-0314`, `-0613`, `-1106-preview`, `-32k`, `-32k-0314`.',
    zh: '`gpt-4` 及其 `-0314`、`-0613`、`-1106-preview`、`-32k`、`-32k-0314` 的部署。',
  },
  DEPLOY_NAME_EMBEDDING: {
    en: 'Deployment for `text-embedding-ada-002`.',
    zh: '`text-embedding-ada-002` 的部署。',
  },
  DEPLOY_NAME_WHISPER: { en: 'Deployment for `whisper-1`.', zh: '`whisper-1` 的部署。' },
  DEPLOY_NAME_DALLE3: { en: 'Deployment for `dall-e-3`.', zh: '`dall-e-3` 的部署。' },
  AZURE_API_VERSION: {
    en: 'A dated version. Every call that names a model then uses `/openai/deployments/…` with it, so the Responses API and realtime do not work. If unset, each operation has [its own style](api.md#operations).',
    zh: '带日期的版本。设置后，凡指定模型的调用都用 `/openai/deployments/…` 和该版本，因此 Responses API 和实时接口不可用。未设置时，各接口用[自己的方式](api.md#接口)。',
  },
} as const satisfies Record<keyof SeedEnv | 'CHIT_USERS', Words>;
