// What is known about models by Azure's names for them: what they support and which parameters
// they refuse. Nothing is assumed about a name that is not known.

/** What an operation needs of a model. */
export type Capability =
  | 'chat'
  | 'completions'
  | 'embeddings'
  | 'responses'
  | 'images'
  | 'transcription'
  | 'translation'
  | 'speech'
  | 'realtime';

export interface ModelTraits {
  /** undefined: not known, so nothing is refused. */
  readonly capabilities: readonly Capability[] | undefined;
  /**
   * Takes `max_completion_tokens` in place of `max_tokens` and no sampling parameters:
   * https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning
   */
  readonly reasoning: boolean;
  /**
   * Always answers in base64 and refuses `response_format`:
   * https://learn.microsoft.com/azure/foundry/openai/how-to/dall-e
   */
  readonly base64Images: boolean;
}

/** First match counts. */
const KNOWN: readonly (readonly [RegExp, readonly Capability[]])[] = [
  [/embedding/, ['embeddings']],
  [/^(gpt-image|dall-e)/, ['images']],
  [/^whisper/, ['transcription', 'translation']],
  [/-transcribe/, ['transcription']],
  [/^tts|-tts/, ['speech']],
  [/realtime/, ['realtime']],
  [/-instruct$|^(davinci|babbage)-/, ['completions']],
  // Served by the Responses API alone, as the page on reasoning says.
  [/-(pro|codex)(-|$)|^codex-/, ['responses']],
  [/^gpt-audio/, ['chat']],
  [/^(gpt-|o\d|model-router|chatgpt-)/, ['chat', 'responses']],
];

/**
 * Traits of a declared model.
 *
 * @param model Azure's model name, `gpt-5.4-mini`; never a deployment's name. Empty: not known
 */
export function traitsOf(model: string): ModelTraits {
  return {
    capabilities: KNOWN.find(([pattern]) => pattern.test(model))?.[1],
    reasoning: /^(o\d|gpt-[56])/.test(model) && !model.includes('-chat'),
    base64Images: model.startsWith('gpt-image'),
  };
}
