// Azure's locations, and which of them offer a model. For warnings only: a model and SKU that is not listed
// causes none.

/**
 * The day of the page with the models' locations:
 * https://github.com/MicrosoftDocs/azure-ai-docs, articles/foundry/openai/includes/model-matrix/standard-global-by-capability.md
 */
export const LOCATIONS_AS_OF = '2026-07-23';

/** All locations that offer models as GlobalStandard. */
const ALL = [
  ...[
    'australiaeast',
    'brazilsouth',
    'canadacentral',
    'canadaeast',
    'centralus',
    'eastus',
    'eastus2',
  ],
  ...['francecentral', 'germanywestcentral', 'italynorth', 'japaneast', 'koreacentral'],
  ...['northcentralus', 'norwayeast', 'polandcentral', 'southafricanorth', 'southcentralus'],
  ...['southeastasia', 'southindia', 'spaincentral', 'swedencentral', 'switzerlandnorth'],
  ...['switzerlandwest', 'uaenorth', 'uksouth', 'westeurope', 'westus', 'westus3'],
];
const GPT_5 = allBut('canadacentral', 'switzerlandwest');
const GPT_4O = allBut('canadacentral', 'southeastasia', 'switzerlandwest');
const GPT_5_PRO = allBut('westus3');
const LARGEST = ['eastus2', 'polandcentral', 'southcentralus', 'swedencentral'];
const AUDIO = ['centralus', 'eastus2', 'swedencentral'];
const REALTIME = [
  ...['canadacentral', 'centralus', 'eastus2', 'francecentral', 'southindia', 'swedencentral'],
];
const IMAGES = ['eastus2', 'polandcentral', 'swedencentral', 'uaenorth', 'westus3'];

/** Model -> the locations that offer it as GlobalStandard, whatever the version. */
const GLOBAL_STANDARD: Readonly<Record<string, readonly string[]>> = {
  'gpt-5.5': ALL,
  'gpt-5.4': ALL,
  'gpt-5.4-mini': ALL,
  'gpt-5.4-nano': ALL,
  'gpt-5.4-pro': LARGEST,
  'gpt-5.3-chat': ALL,
  'gpt-5.3-codex': ALL,
  'gpt-5.2': ALL,
  'gpt-5.2-chat': ALL,
  'gpt-5.2-codex': ALL,
  'gpt-5.1': ALL,
  'gpt-5.1-chat': ALL,
  'gpt-5.1-codex': ALL,
  'gpt-5.1-codex-mini': ALL,
  'gpt-5.1-codex-max': ['eastus2', 'swedencentral'],
  'gpt-5': GPT_5,
  'gpt-5-mini': GPT_5,
  'gpt-5-nano': GPT_5,
  'gpt-5-chat': GPT_5_PRO,
  'gpt-5-codex': GPT_5_PRO,
  'gpt-5-pro': GPT_5_PRO,
  'model-router': ['australiaeast', 'eastus2', 'southindia', 'swedencentral', 'westus3'],
  o1: GPT_4O,
  o3: GPT_5,
  'o3-mini': GPT_4O,
  'o3-pro': AUDIO,
  'o3-deep-research': ['norwayeast', 'westus'],
  'o4-mini': GPT_5,
  'codex-mini': AUDIO,
  'gpt-4.1': GPT_5,
  'gpt-4.1-mini': GPT_5,
  'gpt-4.1-nano': GPT_5,
  'gpt-4o': GPT_4O,
  'gpt-4o-mini': GPT_4O,
  'text-embedding-3-large': GPT_4O,
  'text-embedding-3-small': GPT_4O,
  'text-embedding-ada-002': GPT_4O.filter((location) => location !== 'centralus'),
  'gpt-audio': AUDIO,
  'gpt-audio-1.5': AUDIO,
  'gpt-audio-mini': AUDIO,
  'gpt-realtime': REALTIME,
  'gpt-realtime-1.5': REALTIME,
  'gpt-realtime-mini': REALTIME,
  'gpt-4o-transcribe': REALTIME,
  'gpt-4o-transcribe-diarize': REALTIME,
  'gpt-4o-mini-transcribe': REALTIME,
  'gpt-4o-mini-tts': ['eastus2'],
  'gpt-image-2': IMAGES,
  'gpt-image-1.5': IMAGES,
  'gpt-image-1': IMAGES,
  'gpt-image-1-mini': IMAGES,
  'sora-2': ['eastus2', 'swedencentral'],
};

/** Model and SKU -> the locations that offer it. */
export const LOCATIONS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(GLOBAL_STANDARD).map(([model, offered]) => [`${model}@GlobalStandard`, offered]),
);

/** The day of the list of all locations. */
export const AZURE_LOCATIONS_AS_OF = '2026-11-26';

/** Every location of the public cloud: https://learn.microsoft.com/azure/reliability/regions-list */
export const AZURE_LOCATIONS: readonly string[] = [
  ...['australiacentral', 'australiacentral2', 'australiaeast', 'australiasoutheast'],
  ...['austriaeast', 'belgiumcentral', 'brazilsouth', 'brazilsoutheast', 'canadacentral'],
  ...['canadaeast', 'centralindia', 'centralus', 'chilecentral', 'denmarkeast', 'eastasia'],
  ...['eastus', 'eastus2', 'francecentral', 'francesouth', 'germanynorth', 'germanywestcentral'],
  ...['indonesiacentral', 'israelcentral', 'italynorth', 'japaneast', 'japanwest'],
  ...['jioindiacentral', 'jioindiawest', 'koreacentral', 'koreasouth', 'malaysiawest'],
  ...['mexicocentral', 'newzealandnorth', 'northcentralus', 'northeurope', 'norwayeast'],
  ...['norwaywest', 'polandcentral', 'qatarcentral', 'southafricanorth', 'southafricawest'],
  ...['southcentralus', 'southeastasia', 'southindia', 'spaincentral', 'swedencentral'],
  ...['swedensouth', 'switzerlandnorth', 'switzerlandwest', 'uaecentral', 'uaenorth', 'uksouth'],
  ...['ukwest', 'westcentralus', 'westeurope', 'westindia', 'westus', 'westus2', 'westus3'],
];

/**
 * Where a managed identity cannot have a federated credential:
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations#unsupported-regions-user-assigned-managed-identities
 */
export const IDENTITY_LESS_LOCATIONS: readonly string[] = ['malaysiasouth', 'newzealandnorth'];

function allBut(...locations: readonly string[]): readonly string[] {
  return ALL.filter((location) => !locations.includes(location));
}
