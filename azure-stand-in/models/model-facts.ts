// What a base model can do, decided from its name as Azure's model pages list it.
import { BASE_MODELS } from './base-models.ts';
import type { Capability } from './capability.ts';
import { capabilitiesOfOthers, makerOf } from './makers.ts';
import { isKnownNotToReason, reasoningFacts, type ReasoningFacts } from './reasoning-facts.ts';
import { tokenLimits, type TokenLimits } from './token-limits.ts';

/** One model as an operation sees it. */
export interface ModelFacts {
  readonly name: string;
  /** What answers carry in `model`: the dated snapshot, never the deployment's name. */
  readonly servedName: string;
  readonly capabilities: readonly Capability[];
  /** Undefined for a model that does not reason, and for one that is not in the table. */
  readonly reasoning: ReasoningFacts | undefined;
  /** True: an effort is refused, not ignored. */
  readonly isKnownNotToReason: boolean;
  /** The maker's name as `format` in a deployment has it: `OpenAI`, `DeepSeek`, … */
  readonly maker: string;
  /** Undefined for a model that is not in the table. */
  readonly limits: TokenLimits | undefined;
  readonly embedding: { readonly dimensions: number; readonly isAdjustable: boolean };
}

/** Describes the model of a deployment. Without a version, the newest known one is served. */
export function describeModel(name: string, version?: string): ModelFacts {
  const served = version ?? BASE_MODELS.find((model) => model.name === name)?.version ?? '';
  return {
    name,
    // Only dates are shown: `text-embedding-3-small` version 1 answers under its bare name.
    servedName: /\d{4}(-\d{2}-\d{2})?$/.test(served) ? `${name}-${served}` : name,
    capabilities: capabilitiesOf(name),
    reasoning: reasoningFacts(name),
    isKnownNotToReason: isKnownNotToReason(name),
    maker: makerOf(name),
    limits: tokenLimits(name),
    embedding: {
      dimensions: name === 'text-embedding-3-large' ? 3072 : 1536,
      isAdjustable: name.startsWith('text-embedding-3'),
    },
  };
}

function capabilitiesOf(name: string): readonly Capability[] {
  const others = capabilitiesOfOthers(name);
  if (others !== undefined) return others;
  if (name.startsWith('gpt-live-transcribe')) return ['transcription'];
  if (name.startsWith('gpt-live-')) return ['live'];
  // Microsoft Learn, "GPT Realtime Translate": connections are those of other realtime models.
  if (name === 'gpt-realtime-translate') return ['realtime', 'translation'];
  if (name === 'gpt-realtime-whisper') return ['transcription'];
  if (name.includes('embedding')) return ['embeddings'];
  if (/-instruct|^(davinci|babbage)/.test(name)) return ['completion'];
  if (name.includes('realtime')) return ['realtime'];
  if (name.startsWith('gpt-image')) return ['imageGenerations', 'imageEdits'];
  if (name === 'dall-e-3') return ['imageGenerations'];
  if (name === 'whisper') return ['audioTranscriptions', 'audioTranslations'];
  if (name.includes('-transcribe')) return ['audioTranscriptions'];
  if (/^tts|-tts$/.test(name)) return ['audioSpeech'];
  if (/^(dall-e|sora)/.test(name)) return [];
  // `-pro` and `-codex` models serve the Responses API only (same page, "API & feature support").
  if (/^codex|^(o\d|gpt-\d[\d.]*)-(pro|codex|deep-research)/.test(name)) return ['responses'];
  // Unlike at OpenAI, the older models have no Responses API (github truefoundry/models#2007).
  if (/^(gpt-3|gpt-4(-|$)|gpt-audio)/.test(name)) return ['chatCompletion'];
  return ['chatCompletion', 'responses'];
}
