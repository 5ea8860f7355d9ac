// The descriptions of the members of an entry of `models`.
import type { modelSchema } from '../../../infra/settings/model-schema.ts';
import { same } from '../language.ts';
import type { Descriptions } from './description.ts';

type Parameters = ReturnType<typeof modelSchema.shape.parameters.unwrap>;
type Timeouts = ReturnType<typeof modelSchema.shape.timeouts.unwrap>;

const THE_NAME = { en: 'the `name`', zh: '即 `name`' };

export const MODEL_TEXTS: Descriptions<typeof modelSchema.shape> = {
  name: { en: 'Name that clients use.', zh: '客户端使用的名称。' },
  model: {
    en: "Azure's name of the model, if clients use another.",
    zh: '客户端用别的名称时，Azure 上的模型名。',
    unset: THE_NAME,
  },
  format: {
    en: "Who made the model, in Azure's words, with capitals: `DeepSeek`, `xAI`, `Mistral AI`, `Meta`, `Microsoft`, `Black Forest Labs`, `Cohere`, …",
    zh: '模型的厂商，按 Azure 的写法，区分大小写：`DeepSeek`、`xAI`、`Mistral AI`、`Meta`、`Microsoft`、`Black Forest Labs`、`Cohere` 等。',
    see: {
      en: "[Other makers' models](models.md#other-makers-models)",
      zh: '[其他厂商的模型](models.md#其他厂商的模型)',
    },
  },
  version: {
    en: 'Version of the model, in quotes. Required for new deployments; optional with existing ones, and then nothing is assumed about the model.',
    zh: '模型版本，加引号。新建部署时必填；使用已有部署时可以省略，此时不会按模型改写参数。',
  },
  deployment: {
    en: 'Name of the deployment at Azure.',
    zh: 'Azure 上部署的名称。',
    unset: THE_NAME,
  },
  sku: { en: 'How Azure serves and bills it.', zh: 'Azure 的部署类型和计费方式。' },
  capacity: {
    en: 'Units of capacity. For most models a unit is 1,000 tokens a minute; for images, audio and realtime it may be something else, such as requests.',
    zh: '容量单位。多数模型每单位为每分钟 1,000 个 token；图片、音频和实时模型可能另有单位，例如请求数。',
  },
  aliases: {
    en: 'Further names that clients may use. No name may appear twice, ignoring case.',
    zh: '客户端可以使用的其他名称。名称不得重复，不区分大小写。',
  },
  contentFilter: {
    en: 'Name of an entry of `contentFilters`, or of a policy that exists at Azure, such as `Microsoft.DefaultV2`.',
    zh: '`contentFilters` 中一项的名称，或 Azure 上已有策略的名称，例如 `Microsoft.DefaultV2`。',
    unset: { en: "Azure's default", zh: 'Azure 的默认值' },
  },
  upstream: {
    en: 'How the deployment is called: `v1` (`/openai/v1/…`) or `deployment` (`/openai/deployments/…`). With `deployment`, the Responses API and realtime do not work: Azure has them on `v1` only.',
    zh: '调用部署的方式：`v1`（`/openai/v1/…`）或 `deployment`（`/openai/deployments/…`）。设为 `deployment` 时 Responses API 和实时接口不可用：Azure 只在 `v1` 上提供它们。',
    unset: { en: '[by operation](api.md#operations)', zh: '[按接口](api.md#接口)' },
  },
  apiVersion: {
    en: '`api-version` of `deployment` calls.',
    zh: '`deployment` 方式使用的 `api-version`。',
    unset: same('`2025-04-01-preview`'),
  },
  timeouts: {
    en: 'How long Azure may be silent; members below.',
    zh: '等待 Azure 的超时时间；字段见下。',
  },
  price: {
    en: "What it costs in USD; replaces the project's own table as a whole. Needed with a budget if the table does not have the model.",
    zh: '模型的美元价格，整体取代本项目自带的价格表。有预算而表里没有该模型时必填。',
    see: {
      en: '[Limit settings](limit-settings.md#prices)',
      zh: '[限额设置](limit-settings.md#价格)',
    },
  },
  tokens: {
    en: 'How many tokens it takes and gives, as `context` and `output`.',
    zh: '模型最多接收和输出多少 token：`context` 和 `output`。',
    see: {
      en: '[Limit settings](limit-settings.md#prices)',
      zh: '[限额设置](limit-settings.md#价格)',
    },
  },
  adaptParameters: {
    en: 'Whether parameters that the model refuses are adapted.',
    zh: '是否改写模型会拒绝的参数。',
    unset: same('`true`'),
    see: { en: '[Parameters](models.md#parameters)', zh: '[参数](models.md#参数)' },
  },
  parameters: {
    en: 'Parameters to drop, rename or keep; members below.',
    zh: '要删除、改名或保留的参数；字段见下。',
    see: {
      en: '[Your own rules](models.md#your-own-rules)',
      zh: '[自定义规则](models.md#自定义规则)',
    },
  },
  asynchronousFilter: {
    en: "Set it if the deployment's content filter is asynchronous and not one of `contentFilters`. All streams of the model are then read.",
    zh: '部署的内容过滤器是异步的、又不在 `contentFilters` 里时才设。该模型的所有流都会被检查。',
    unset: { en: 'as `contentFilter` says', zh: '依 `contentFilter`' },
    see: {
      en: "[Azure's chunks](streaming.md#azures-chunks)",
      zh: '[Azure 的数据块](streaming.md#azure-的数据块)',
    },
  },
  versionUpgradeOption: {
    en: 'Whether Azure moves the deployment to newer versions. With the last two it does, and `up` does not move it back. A `version` that you change in the stack file is sent.',
    zh: 'Azure 是否自行升级版本。选后两者时会升级，`up` 不会改回去；在 stack 文件里改动的 `version` 会被发送。',
  },
};

export const PARAMETER_TEXTS: Descriptions<Parameters['shape']> = {
  drop: {
    en: 'Names of parameters to remove from every request, also from forms.',
    zh: '从每个请求中删除的参数名，表单也适用。',
  },
  rename: {
    en: 'Parameters to send under another name: `{ old: new }`. JSON bodies only.',
    zh: '换名发送的参数：`{ 旧名: 新名 }`。只适用于 JSON 请求体。',
  },
  keep: {
    en: "Names of parameters to send although the gateway's own table would change them.",
    zh: '网关自己的表会改写、但仍要原样发送的参数名。',
  },
};

export const TIMEOUT_TEXTS: Descriptions<Timeouts['shape']> = {
  headers: {
    en: 'Seconds until the response headers.',
    zh: '等待响应头的秒数。',
    unset: same('`600`'),
  },
  firstByte: {
    en: 'Seconds from there to the first byte of a stream. Another account is tried only if this is 15 or less.',
    zh: '此后等待流的第一个字节的秒数。不超过 15 时才会改用另一个账户。',
    unset: same('`600`'),
  },
  idle: {
    en: 'Seconds between two pieces of a stream. With it, streams are read event by event.',
    zh: '流中两块数据之间的秒数。设置后，流会被逐个事件检查。',
    unset: { en: 'unlimited', zh: '不限' },
  },
};
