// What OpenAI's models on Azure can do, by their exact names. A refusal here never reaches Azure, so a
// name that is not in this table is not judged: `gpt-live-transcribe` looks like a transcriber of files
// and `deepseek-v4-pro` like a model of the Responses API alone, and neither is.

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
  | 'realtime'
  | 'realtime-translation'
  | 'live';

interface ModelGroup {
  readonly capabilities: readonly Capability[];
  readonly names: readonly string[];
  readonly source: string;
}

const RETIREMENTS =
  'https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule';
const REASONING = 'https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning';

const GROUPS: readonly ModelGroup[] = [
  {
    capabilities: ['chat', 'responses'],
    names: [
      ...['gpt-6-astra', 'gpt-6-sol', 'gpt-6-luna', 'gpt-6.1-sol', 'gpt-6.1-terra'],
      ...['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.5'],
      ...['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano', 'gpt-5.2', 'gpt-5.1'],
      ...['gpt-5', 'gpt-5-mini', 'gpt-5-nano'],
      ...['gpt-5-chat', 'gpt-5.1-chat', 'gpt-5.2-chat', 'gpt-5.3-chat'],
      ...['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4.5-preview', 'gpt-4o', 'gpt-4o-mini'],
      ...['gpt-4', 'gpt-4-32k', 'gpt-4-turbo'],
      ...['gpt-35-turbo', 'gpt-35-turbo-16k', 'gpt-3.5-turbo', 'gpt-3.5-turbo-16k'],
      ...['o1', 'o1-mini', 'o1-preview', 'o3', 'o3-mini', 'o4-mini', 'model-router'],
    ],
    source: RETIREMENTS,
  },
  {
    capabilities: ['responses'],
    names: [
      ...['gpt-5-pro', 'gpt-5.2-pro', 'gpt-5.4-pro', 'gpt-5.5-pro', 'o1-pro', 'o3-pro'],
      ...['gpt-5-codex', 'gpt-5.1-codex', 'gpt-5.1-codex-mini', 'gpt-5.1-codex-max'],
      ...['gpt-5.2-codex', 'gpt-5.3-codex', 'codex-mini', 'computer-use-preview'],
      ...['o3-deep-research', 'o4-mini-deep-research'],
    ],
    source: REASONING,
  },
  {
    capabilities: ['chat'],
    names: [
      ...['gpt-audio', 'gpt-audio-1.5', 'gpt-audio-mini'],
      ...['gpt-4o-audio-preview', 'gpt-4o-mini-audio-preview'],
    ],
    source: RETIREMENTS,
  },
  {
    capabilities: ['completions'],
    names: ['gpt-35-turbo-instruct', 'gpt-3.5-turbo-instruct', 'davinci-002', 'babbage-002'],
    source: RETIREMENTS,
  },
  {
    capabilities: ['embeddings'],
    names: ['text-embedding-3-small', 'text-embedding-3-large', 'text-embedding-ada-002'],
    source: RETIREMENTS,
  },
  {
    capabilities: ['images'],
    names: [
      ...['gpt-image-2', 'gpt-image-1.5', 'gpt-image-1', 'gpt-image-1-mini'],
      ...['dall-e-3', 'dall-e-2'],
    ],
    source: 'https://learn.microsoft.com/azure/foundry/openai/how-to/dall-e',
  },
  {
    capabilities: ['transcription', 'translation'],
    names: ['whisper', 'whisper-1'],
    source: RETIREMENTS,
  },
  {
    capabilities: ['transcription'],
    names: ['gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-transcribe-diarize'],
    source: RETIREMENTS,
  },
  {
    capabilities: ['speech'],
    names: ['tts', 'tts-hd', 'tts-1', 'tts-1-hd', 'gpt-4o-mini-tts'],
    source: RETIREMENTS,
  },
  {
    capabilities: ['realtime'],
    names: [
      ...['gpt-realtime', 'gpt-realtime-1.5', 'gpt-realtime-2', 'gpt-realtime-2.1'],
      ...['gpt-realtime-mini', 'gpt-realtime-2.1-mini'],
      ...['gpt-4o-realtime-preview', 'gpt-4o-mini-realtime-preview'],
    ],
    source: RETIREMENTS,
  },
  {
    capabilities: ['realtime-translation'],
    names: ['gpt-realtime-translate'],
    source: 'https://developers.openai.com/api/docs/guides/realtime-translation',
  },
  {
    capabilities: ['live'],
    names: ['gpt-live-1'],
    source: 'https://learn.microsoft.com/azure/foundry/openai/gpt-live-reference',
  },
];

/** Every known model, under Azure's name, and what it can do. */
export const KNOWN_MODELS: ReadonlyMap<string, readonly Capability[]> = new Map(
  GROUPS.flatMap(({ names, capabilities }) => names.map((name) => [name, capabilities] as const)),
);

/** The name without the date that OpenAI's own names can end in: `gpt-4o-2024-11-20`. */
export function undatedName(model: string): string {
  return model.replace(/-\d{4}-\d\d-\d\d$/, '');
}
