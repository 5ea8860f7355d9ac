// The descriptions of the members of an entry of `regions`.
import type { regionSchema } from '../../../infra/settings/region-schema.ts';
import { same } from '../language.ts';
import type { Descriptions } from './description.ts';

type RegionModel = ReturnType<typeof regionSchema.shape.models.unwrap>['element'];

const STACK_SETTING = { en: "the stack's", zh: 'stack 的设置' };
const MODEL_SETTING = { en: "the model's", zh: '模型的设置' };

export const REGION_TEXTS: Descriptions<typeof regionSchema.shape> = {
  location: {
    en: 'Azure location of a new account. An entry has this or `account`. Changing it replaces the account; the old one is deleted with its files.',
    zh: '新账户所在的 Azure 区域。每一项有它或 `account` 之一。修改它会替换账户，旧账户连同其中的文件一起删除。',
  },
  name: {
    en: 'Name in the log line and in the names of the resources.',
    zh: '日志行和资源名称里用的名称。',
    unset: { en: 'the `location` or `account`', zh: '即 `location` 或 `account`' },
  },
  resourceGroup: {
    en: 'Name of an existing resource group.',
    zh: '已有资源组的名称。',
    unset: STACK_SETTING,
  },
  account: {
    en: 'Name of an existing Azure OpenAI resource, instead of a `location`.',
    zh: '已有 Azure OpenAI 资源的名称，代替 `location`。',
    see: {
      en: '[Existing resources](team.md#existing-azure-resources)',
      zh: '[已有的资源](team.md#已有的-azure-资源)',
    },
  },
  key: {
    en: "The resource's key, set with `--secret`. With it, no Azure credentials are needed.",
    zh: '该资源的密钥，用 `--secret` 设置。填写后不会调用 Azure 管理接口，也不需要 Azure 凭据。',
  },
  deployments: {
    en: 'For an existing account: `listed` (they exist and stay as they are) or `imported` (Pulumi manages them).',
    zh: '已有账户的部署：`listed`（已存在，保持原样）或 `imported`（由 Pulumi 接管）。',
    unset: same('`listed`'),
  },
  azureAuth: {
    en: 'How the gateway proves to this account who it is; `key` where the entry has a `key`.',
    zh: '网关向此账户证明身份的方式；填了 `key` 的项只能是 `key`。',
    unset: STACK_SETTING,
  },
  activeKey: {
    en: "Which of the account's two keys is read.",
    zh: '读取账户两个密钥中的哪一个。',
    unset: STACK_SETTING,
  },
  models: {
    en: 'Models that the region serves; members below.',
    zh: '该区域提供的模型；字段见下。',
    unset: { en: 'all', zh: '全部' },
  },
};

export const REGION_MODEL_TEXTS: Descriptions<RegionModel['shape']> = {
  name: { en: 'Name of an entry of `models`.', zh: '`models` 中一项的名称。' },
  deployment: {
    en: 'Name of the deployment here.',
    zh: '这里的部署名称。',
    unset: MODEL_SETTING,
  },
  version: { en: 'Version here.', zh: '这里的版本。', unset: MODEL_SETTING },
  sku: { en: 'SKU here.', zh: '这里的 SKU。', unset: MODEL_SETTING },
  capacity: { en: 'Capacity here.', zh: '这里的容量。', unset: MODEL_SETTING },
  weight: {
    en: 'Share of the requests among accounts of the same `priority`; 0 only if no other can.',
    zh: '在 `priority` 相同的账户之间分到的请求比例；0 表示其他账户都不可用时才用。',
    unset: { en: 'the `capacity`; 0 for batch SKUs', zh: '即 `capacity`；批处理 SKU 为 0' },
  },
  priority: {
    en: '1 to 9; lower is used first.',
    zh: '1 到 9，数字小的优先。',
    unset: { en: '`1` for provisioned SKUs, `2` for others', zh: '预配 SKU 为 `1`，其他为 `2`' },
  },
};
