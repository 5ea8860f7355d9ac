// A realtime session's configuration: what it starts with, and how an update changes it.
import { isObject, textField, type JsonObject } from '../reading/json-value.ts';
import type { Dialect } from './dialect.ts';

/** What a session starts with. `model` is what serves it, not the deployment. */
export function defaultConfig(
  dialect: Dialect,
  id: string,
  model: string,
  createdS: number,
): JsonObject {
  const head = { id, object: 'realtime.session', model, expires_at: createdS + LIFE_S };
  return dialect.isGa
    ? { type: 'realtime', ...head, ...GA_DEFAULTS }
    : { ...head, ...PREVIEW_DEFAULTS };
}

/** As `defaultConfig`, for a GA session that only transcribes. */
export function transcriptionConfig(id: string, createdS: number): JsonObject {
  return {
    type: 'transcription',
    id,
    object: 'realtime.transcription_session',
    expires_at: createdS + LIFE_S,
    audio: { input: GA_DEFAULTS.audio.input },
    include: null,
  };
}

/** As `defaultConfig`, for a session that translates. */
export function translationConfig(id: string, model: string, createdS: number): JsonObject {
  const audio = { input: { noise_reduction: null, transcription: null }, output: {} };
  return { type: 'translation', id, model, audio, expires_at: createdS + LIFE_S };
}

/** The configuration after an update. Objects are merged; any other value replaces the old one. */
export function mergeConfig(config: JsonObject, update: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...config };
  for (const [name, value] of Object.entries(update)) {
    const old = merged[name];
    merged[name] = isObject(old) && isObject(value) ? mergeConfig(old, value) : value;
  }
  return merged;
}

/** The deployment that is to transcribe the user's audio, if there is one. */
export function transcriptionModel(dialect: Dialect, config: JsonObject): string | undefined {
  const given = dialect.isGa
    ? fieldOf(fieldOf(config['audio'], 'input'), 'transcription')
    : config['input_audio_transcription'];
  return isObject(given) ? textField(given, 'model') : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

/** https://learn.microsoft.com/azure/foundry/openai/realtime-audio-reference: 30 minutes. */
const LIFE_S = 1800;

const TURN_DETECTION = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 200,
  create_response: true,
  interrupt_response: true,
};
const PCM = { type: 'audio/pcm', rate: 24_000 };

/** The instructions of a session that does not set any. */
const DEFAULT_INSTRUCTIONS = 'You are a helpful assistant.';

const GA_DEFAULTS = {
  output_modalities: ['audio'],
  instructions: DEFAULT_INSTRUCTIONS,
  tools: [],
  tool_choice: 'auto',
  max_output_tokens: 'inf',
  tracing: null,
  truncation: 'auto',
  prompt: null,
  audio: {
    input: {
      format: PCM,
      transcription: null,
      noise_reduction: null,
      turn_detection: TURN_DETECTION,
    },
    output: { format: PCM, voice: 'alloy', speed: 1 },
  },
  include: null,
};

const PREVIEW_DEFAULTS = {
  modalities: ['text', 'audio'],
  instructions: DEFAULT_INSTRUCTIONS,
  voice: 'alloy',
  input_audio_format: 'pcm16',
  output_audio_format: 'pcm16',
  input_audio_transcription: null,
  turn_detection: TURN_DETECTION,
  tools: [],
  tool_choice: 'auto',
  temperature: 0.8,
  max_response_output_tokens: 'inf',
};
