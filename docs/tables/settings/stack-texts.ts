// The descriptions of the settings at the top level. Pulumi.yaml has the English ones too, which a
// test compares.
import type { settingsSchema } from '../../../infra/settings/settings-schema.ts';
import type { Descriptions } from './description.ts';

export const STACK_TEXTS: Descriptions<typeof settingsSchema.shape> = {
  cloudflareAccountId: {
    en: 'Cloudflare account id, 32 hexadecimal digits in lower case. If unset, `CLOUDFLARE_ACCOUNT_ID` is read from the environment.',
    zh: 'Cloudflare 账号 id，32 位小写十六进制数字。未设置时读取环境变量 `CLOUDFLARE_ACCOUNT_ID`。',
  },
  workerName: {
    en: 'Name of the Worker, also its name below workers.dev: up to 63 lower-case letters, digits and inner hyphens.',
    zh: 'Worker 的名称，也是 workers.dev 下的名称：最多 63 个小写字母、数字和中间的连字符。',
    unset: { en: '`<project>-<stack>`', zh: '`<project>-<stack>`' },
  },
  customDomain: {
    en: 'Host name to serve on, such as openai.example.com, in a zone of the same Cloudflare account. The host alone, without https:// and path.',
    zh: '对外服务的主机名，例如 openai.example.com，须在同一 Cloudflare 账号的 zone 里。只写主机名，不带 https:// 和路径。',
  },
  zoneName: {
    en: 'Name of the zone that contains `customDomain`. If unset, Cloudflare finds it by the host name.',
    zh: '`customDomain` 所在 zone 的名称。未设置时由 Cloudflare 按主机名查找。',
  },
  workersDev: {
    en: 'Whether the Worker also answers below workers.dev. `false` needs a `customDomain`.',
    zh: '是否同时在 workers.dev 下提供服务。设为 `false` 时必须有 `customDomain`。',
  },
  workersDevSubdomain: {
    en: "The Cloudflare account's name below workers.dev. Required without a `customDomain`.",
    zh: 'Cloudflare 账号在 workers.dev 下的名称。没有 `customDomain` 时必填。',
  },
  workersPlan: {
    en: 'Cloudflare Workers plan: `free` (64 bindings a Worker) or `paid` (128). It limits the number of users: 3,000 are too many for `free`, 5,000 fit `paid`.',
    zh: 'Cloudflare Workers 套餐：`free`（每个 Worker 64 个绑定）或 `paid`（128 个）。它限制用户数：3,000 个用户超出 `free`，5,000 个用户在 `paid` 之内。',
  },
  azureLocation: {
    en: "Azure location of the account, in Azure's short form, if there are no `regions`. Changing it replaces the account; the old one is deleted with its files.",
    zh: '没有 `regions` 时账户所在的 Azure 区域（短名）。修改它会替换账户，旧账户连同其中的文件一起删除。',
  },
  resourceGroup: {
    en: 'Name of an existing Azure resource group to deploy into. If unset, each region gets one of its own.',
    zh: '部署到哪个已有的 Azure 资源组。未设置时每个区域各建一个。',
  },
  models: {
    en: "Models, at least one. Both the Azure deployments and the Worker's model list come from here.",
    zh: '模型，至少一个。Azure 部署和 Worker 的模型列表都由它生成，无需另外维护。',
  },
  regions: {
    en: 'Azure accounts that serve the models. If unset, one new account in `azureLocation` serves all.',
    zh: '提供这些模型的 Azure 账户。未设置时，在 `azureLocation` 新建一个账户，提供全部模型。',
    see: {
      en: '[Several regions](team.md#several-regions)',
      zh: '[多个区域](team.md#多个区域)',
    },
  },
  activeKey: {
    en: "Which of Azure's two keys the Worker uses.",
    zh: 'Worker 使用 Azure 两个密钥中的哪一个。',
    see: {
      en: "[Rotate Azure's keys](team.md#rotate-azures-keys)",
      zh: '[轮换 Azure 的密钥](team.md#轮换-azure-的密钥)',
    },
  },
  azureAuth: {
    en: 'How the gateway proves to Azure who it is: `key` (with keys) or `entra` (with tokens of Microsoft Entra). `key-with-roles` and `entra-with-keys` are the steps between them for a stack in use, one `up` each.',
    zh: '网关向 Azure 证明身份的方式：`key`（用密钥）或 `entra`（用 Microsoft Entra 的令牌）。`key-with-roles` 和 `entra-with-keys` 是已在使用的 stack 在两者之间的步骤，每次 `up` 走一步。',
  },
  issuerHost: {
    en: 'Host on which Microsoft Entra reads the public keys of the gateway: `customDomain`, or its name below workers.dev.',
    zh: 'Microsoft Entra 读取网关公钥的主机名：`customDomain`，或 workers.dev 下的名称。',
    unset: {
      en: 'the `customDomain`, or else the name below workers.dev',
      zh: '`customDomain`；没有时为 workers.dev 下的名称',
    },
  },
  otherIssuers: {
    en: 'Hosts of up to 19 other gateways, such as containers, that sign in as the same identity.',
    zh: '以同一身份登录的其他网关（例如容器）的主机名，最多 19 个。',
  },
  signingKeys: {
    en: 'Generations of the key with which the gateway signs in to Microsoft Entra: all are published, the first one signs.',
    zh: '网关登录 Microsoft Entra 所用签名密钥的代号：全部公布，用第一个签名。',
  },
  users: {
    en: 'Users, at least one. A user without a key of its own gets a random one.',
    zh: '用户，至少一个。没有自备密钥的用户会得到一个随机密钥。',
  },
  teams: {
    en: 'Teams, which share limits and set them for their members.',
    zh: '团队：成员共用的限额，以及每个成员的默认限额。',
    see: { en: '[Limit settings](limit-settings.md)', zh: '[限额设置](limit-settings.md)' },
  },
  limits: {
    en: 'Limits of all users together: `budget`, `tokensPerMinute`, `requestsPerMinute` and `concurrentRequests`.',
    zh: '全体用户合计的限额：`budget`、`tokensPerMinute`、`requestsPerMinute` 和 `concurrentRequests`。',
    see: { en: '[Limit settings](limit-settings.md)', zh: '[限额设置](limit-settings.md)' },
  },
  onLedgerFailure: {
    en: 'What happens to requests of users with limits while the ledger, which counts them, does not answer: `refuse` or `allow`.',
    zh: '负责计数的账本没有响应时，如何处理有限额的用户的请求：`refuse`（拒绝）或 `allow`（放行）。',
  },
  alerts: {
    en: 'Messages to a webhook when budgets are nearly spent.',
    zh: '预算快用完时，向 webhook 发送消息。',
    see: {
      en: '[Limit settings](limit-settings.md#alerts)',
      zh: '[限额设置](limit-settings.md#提醒)',
    },
  },
  userKeys: {
    en: "How keys are made: `random` (a resource for each) or `derived` (from one secret of the stack and the user's name and generation, for hundreds of users and more).",
    zh: '密钥的生成方式：`random`（每个密钥一个资源）或 `derived`（由 stack 的一个机密、用户名和 `generation`（第几代）计算得出，适合几百个甚至更多用户）。',
    see: { en: '[Many users](many-users.md)', zh: '[大量用户](many-users.md)' },
  },
  typewriter: {
    en: 'How streams of words are written: `off` (as they come), `events` (one event at a time) or `smooth` (evenly).',
    zh: '打印机模式，即流式文本的输出方式：`off`（原样）、`events`（一次一个事件）或 `smooth`（均匀）。',
    see: {
      en: '[Printer mode](streaming.md#printer-mode-typewriter)',
      zh: '[打印机模式](streaming.md#打印机模式typewriter)',
    },
  },
  usage: {
    en: 'Whether the tokens of answers are counted in the log line, also if the client did not request them.',
    zh: '是否在日志行里统计每个回答的 token，即使客户端没有要求。',
    see: { en: '[Tokens](streaming.md#tokens)', zh: '[Token](streaming.md#token)' },
  },
  page: {
    en: "Whether browsers get a page at the gateway's address: the holder of a key sees models, snippets for clients, a box to try them, and usage.",
    zh: '浏览器打开网关地址时是否显示网页：持有密钥的人可以查看模型、各客户端的配置片段、试用窗口和用量。',
  },
  corsOrigins: {
    en: 'Origins of the web pages that may call the gateway, such as https://app.example.com. `["*"]` means all, `[]` none. Non-browser clients are not affected.',
    zh: '允许调用的网页来源，例如 https://app.example.com。`["*"]` 表示全部，`[]` 表示一个也不行。浏览器以外的程序不受影响。',
  },
  requestsPerMinute: {
    en: 'Requests that each user may send in a minute, over all keys of the user, counted by Cloudflare for each of its locations. 0 means any number. In a stack with limits it is the default of each user and counted exactly.',
    zh: '每个用户每分钟可以发送的请求数，该用户的所有密钥合计，由 Cloudflare 在各机房分别统计。0 表示不限。在有限额的 stack 里，它是每个用户的默认值，并且精确计数。',
    see: { en: '[People](team.md#people)', zh: '[人员](team.md#人员)' },
  },
  contentFilters: {
    en: 'Content filters for models to name.',
    zh: '供模型引用的内容过滤器。',
    see: {
      en: '[Content filters](team.md#content-filters)',
      zh: '[内容过滤器](team.md#内容过滤器)',
    },
  },
  budget: {
    en: "Azure's monthly budget over the stack's resource groups. It sends e-mails and stops nothing; `limits.budget` does.",
    zh: 'Azure 上覆盖 stack 各资源组的月度预算，只发送邮件，不会阻止请求；要阻止请求，用 `limits.budget`。',
  },
  logAnalyticsWorkspaceId: {
    en: "Resource id of a Log Analytics workspace that receives the accounts' logs and metrics.",
    zh: '接收账户日志和指标的 Log Analytics 工作区的资源 id。',
  },
  tags: {
    en: 'Tags for everything at Azure, besides `pulumi-project` and `pulumi-stack`.',
    zh: 'Azure 上所有资源的标签，另加 `pulumi-project` 和 `pulumi-stack`。',
  },
  protect: {
    en: "Whether Azure's accounts and the Worker are protected from deletion and replacement.",
    zh: '是否保护 Azure 账户和 Worker，防止被删除或替换。',
  },
};
