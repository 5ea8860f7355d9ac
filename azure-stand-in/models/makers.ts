// Models that Azure sells and OpenAI did not make. They are deployed to the same account with another
// `format` and served on the same URLs
// (https://learn.microsoft.com/azure/foundry/foundry-models/concepts/models-sold-directly-by-azure).
import type { Capability } from './capability.ts';

interface Maker {
  /** The `format` of its deployments. */
  readonly maker: string;
  readonly names: RegExp;
  readonly capabilities: readonly Capability[];
}

const CHAT: readonly Capability[] = ['chatCompletion'];
/** https://learn.microsoft.com/azure/foundry/foundry-models/how-to/generate-responses lists the makers. */
const CHAT_AND_RESPONSES: readonly Capability[] = ['chatCompletion', 'responses'];
/** github BerriAI/litellm#13592, docs.litellm.ai/docs/providers/azure_ai_img */
const IMAGES: readonly Capability[] = ['imageGenerations', 'imageEdits'];

const MAKERS: readonly Maker[] = [
  { maker: 'DeepSeek', names: /^deepseek-/i, capabilities: CHAT_AND_RESPONSES },
  { maker: 'xAI', names: /^grok-/i, capabilities: CHAT_AND_RESPONSES },
  { maker: 'Microsoft', names: /^(mai|phi)-/i, capabilities: CHAT_AND_RESPONSES },
  { maker: 'Meta', names: /^(meta-)?llama-/i, capabilities: CHAT_AND_RESPONSES },
  { maker: 'OpenAI-OSS', names: /^gpt-oss-/i, capabilities: CHAT_AND_RESPONSES },
  {
    maker: 'Mistral AI',
    names: /^(mistral|ministral|codestral|pixtral|magistral)-/i,
    capabilities: CHAT,
  },
  { maker: 'MoonshotAI', names: /^kimi-/i, capabilities: CHAT },
  { maker: 'Cohere', names: /^cohere-embed|^embed-v-/i, capabilities: ['embeddings'] },
  { maker: 'Cohere', names: /^cohere-/i, capabilities: CHAT },
  { maker: 'Black Forest Labs', names: /^flux/i, capabilities: IMAGES },
];

/** The maker of a model: `OpenAI` for all that no row names. */
export function makerOf(model: string): string {
  return MAKERS.find(({ names }) => names.test(model))?.maker ?? 'OpenAI';
}

/** What another maker's model serves; undefined for OpenAI's. */
export function capabilitiesOfOthers(model: string): readonly Capability[] | undefined {
  return MAKERS.find(({ names }) => names.test(model))?.capabilities;
}
