// When each line of the doctor is in order.
import type { Words } from '../language.ts';

/** By the check's id. */
export const DOCTOR_LINES: Readonly<Record<string, Words>> = {
  packages: {
    en: 'the packages in node_modules have the versions of package.json',
    zh: 'node_modules 里的包与 package.json 的版本一致',
  },
  pulumi: {
    en: 'the Pulumi CLI is on PATH and new enough',
    zh: 'PATH 上有 Pulumi CLI，且版本足够新',
  },
  login: {
    en: 'the CLI is logged in to a backend',
    zh: 'CLI 已登录到某个后端',
  },
  stack: {
    en: 'the backend has the stack',
    zh: '后端有这个 stack',
  },
  passphrase: {
    en: 'its secrets can be decrypted',
    zh: '能解密它的机密值',
  },
  settings: {
    en: 'the stack file and the users file have no faults; otherwise all of them are listed',
    zh: 'stack 文件和用户文件没有错误；否则全部列出',
  },
  warnings: {
    en: 'no setting is odd, as [at the preview](deploy.md#warnings)',
    zh: '没有可疑的设置，与[预览时的警告](deploy.md#警告)相同',
  },
  'azure-login': {
    en: 'Azure gives a token for the credentials that Pulumi uses',
    zh: '用 Pulumi 所用的凭据能得到 Azure 的 token',
  },
  subscription: {
    en: 'the subscription exists for this login, and is enabled',
    zh: '该登录能看到订阅，且订阅已启用',
  },
  providers: {
    en: 'the resource providers that the stack needs are registered',
    zh: 'stack 需要的资源提供程序已注册',
  },
  rights: {
    en: 'the roles of this login allow what `up` does, in the subscription or in the resource groups that the stack names',
    zh: '该登录的角色允许 `up` 所做的操作：在订阅中，或在 stack 指定的资源组中',
  },
  models: {
    en: 'each location offers each model in its version and SKU, and it is not retired',
    zh: '每个区域都提供所用的模型版本和 SKU，且尚未停用',
  },
  quota: {
    en: "the quota is enough for `capacity`; what the stack's own deployments hold counts as free",
    zh: '配额够 `capacity` 使用；stack 自己的部署已占用的部分视为可用',
  },
  'cloudflare-token': {
    en: 'the API token is active',
    zh: 'API token 有效',
  },
  'cloudflare-account': {
    en: 'the token can list the Workers of the account',
    zh: 'token 能列出该账户的 Worker',
  },
  'cloudflare-rights': {
    en: 'the token may write Workers, and routes for a `customDomain`. Shown only to tokens that may read tokens',
    zh: 'token 可以写 Worker，使用 `customDomain` 时还可以写路由。只有能读取 token 的 token 才看得到',
  },
  'workers-dev': {
    en: 'the account has a name below workers.dev, and the stack says the same',
    zh: '账户有 workers.dev 子域名，且与 stack 一致',
  },
  zone: {
    en: 'the zone of `customDomain` is in the account and active',
    zh: '`customDomain` 的 zone 在该账户中，且状态为 active',
  },
  domain: {
    en: 'no other Worker has `customDomain`',
    zh: '`customDomain` 没有被其他 Worker 占用',
  },
  deployed: {
    en: 'the stack has an address; before the first `up`, all lines below wait',
    zh: 'stack 已有地址；首次 `up` 之前，下面各行都会跳过',
  },
  address: {
    en: 'the host has an address, and its certificate is trusted and valid for more than a week',
    zh: '主机名可以解析，证书可信且有效期超过一周',
  },
  health: {
    en: '`/health` answers 200',
    zh: '`/health` 返回 200',
  },
  'wrong-key': {
    en: 'a made-up key gets 401 `invalid_api_key`',
    zh: '编造的密钥得到 401 `invalid_api_key`',
  },
  key: {
    en: 'the key in `OPENAI_API_KEY` is accepted, or one of the state',
    zh: '`OPENAI_API_KEY` 中的密钥被接受；没有设置时，用状态里的密钥',
  },
  ledger: {
    en: 'the ledger answers, where the user has limits',
    zh: '用户有限额时，账本能应答',
  },
  issuer: {
    en: 'the issuer publishes its documents, where a region is [keyless](keyless.md)',
    zh: '有[无密钥](keyless.md)区域时，签发者公布了它的文档',
  },
  'sign-in': {
    en: 'Microsoft Entra gives the gateway a token, and each keyless account accepts it',
    zh: 'Microsoft Entra 给网关发放 token，且每个无密钥账户都接受',
  },
  requests: {
    en: 'each model answers a tiny request; with the key of a user with `admin: true`, in each region',
    zh: '每个模型都能回答一个很小的请求；用 `admin: true` 用户的密钥时，逐个区域检查',
  },
  stream: {
    en: 'a stream ends with `[DONE]`',
    zh: '流以 `[DONE]` 结束',
  },
  retirements: {
    en: 'no version retires within 90 days, by the table of this project',
    zh: '按本项目的表，90 天内没有版本停用',
  },
  prices: {
    en: 'the prices behind budgets were compared in the last 90 days',
    zh: '预算所依据的价格在最近 90 天内核对过',
  },
};
