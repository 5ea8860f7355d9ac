// Audio/speech, from a call to its answer: one binary body, or events that carry it in pieces.
import { toFrame } from '../delivery/event-frame.ts';
import { numberField, textField, type JsonObject } from '../reading/json-value.ts';
import type { Answer } from '../answers/answer.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { checkChoice, missingParameter } from '../reading/parameter.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';
import { countTokens } from '../text/tokens.ts';
import { NOTHING, type Usage } from '../usage/usage.ts';
import { CONTENT_TYPES, makeSound } from './sound.ts';

/** https://platform.openai.com/docs/api-reference/audio/createSpeech */
const MAX_CHARACTERS = 4096;
/** A character of speech takes this long at speed 1. */
const SECONDS_A_CHARACTER = 0.02;
/** Bytes in each event. */
const PIECE_BYTES = 4096;

/** `POST audio/speech`. */
export function answerSpeech(call: DeploymentCall): Answer {
  const { body, model } = call;
  const refusal = checkSpeech(body, model.name);
  if (refusal !== undefined) return refusal;
  const input = textField(body, 'input') ?? '';
  const format = textField(body, 'response_format') ?? 'mp3';
  const seconds = (input.length * SECONDS_A_CHARACTER) / (numberField(body, 'speed') ?? 1);
  const bytes = makeSound(format, seconds, commentOf(body, input));
  const usage = usageOf(bytes, input);
  // tts and tts-hd are sold by the character, other models by the token
  // (https://azure.microsoft.com/pricing/details/cognitive-services/openai-service/).
  const isByCharacter = model.name.startsWith('tts');
  call.charge(isByCharacter ? { ...NOTHING, characters: Array.from(input).length } : usage);
  if (body['stream_format'] === 'sse') {
    const shown = call.usage.isOmitted ? undefined : usage;
    return { kind: 'events', frames: frames(bytes, shown) };
  }
  return { kind: 'bytes', headers: { 'content-type': CONTENT_TYPES[format] ?? '' }, bytes };
}

/** One line for each thing that arrived. */
function commentOf(body: JsonObject, input: string): string {
  const voice = textField(body, 'voice') ?? '';
  const instructions = textField(body, 'instructions');
  const lines = [`You said: ${input}`, `Voice: ${voice}`];
  if (instructions !== undefined) lines.push(`Instructions: ${instructions}`);
  return lines.join('\n');
}

function checkSpeech(body: JsonObject, model: string): Refusal | undefined {
  const input = textField(body, 'input') ?? '';
  if (input === '') return missingParameter('input');
  if (input.length > MAX_CHARACTERS) {
    return invalidRequest(
      `Invalid 'input': string too long. Expected a string with maximum length ${MAX_CHARACTERS}, ` +
        `but got a string with length ${input.length} instead.`,
      'input',
      'string_above_max_length',
    );
  }
  if (textField(body, 'voice') === undefined) return missingParameter('voice');
  const speed = numberField(body, 'speed') ?? 1;
  if (speed < 0.25 || speed > 4) {
    return invalidRequest("Invalid 'speed': expected 0.25 to 4.", 'speed', 'invalid_value');
  }
  return (
    checkChoice(body, 'response_format', Object.keys(CONTENT_TYPES)) ??
    // Same page: "`sse` is not supported for `tts-1` or `tts-1-hd`", which Azure calls tts, tts-hd.
    checkChoice(body, 'stream_format', model.startsWith('tts') ? ['audio'] : ['sse', 'audio'])
  );
}

/** https://platform.openai.com/docs/api-reference/audio/speech-audio-delta-event: no event names. */
function frames(bytes: Buffer, used: Usage | undefined): readonly Buffer[] {
  const pieces = Math.ceil(bytes.length / PIECE_BYTES);
  const deltas = Array.from({ length: pieces }, (_, index) => {
    const piece = bytes.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
    return toFrame({ type: 'speech.audio.delta', audio: piece.toString('base64') });
  });
  const usage = used && {
    input_tokens: used.input,
    output_tokens: used.output,
    total_tokens: used.input + used.output,
  };
  return [...deltas, toFrame({ type: 'speech.audio.done', usage })];
}

/** A token of audio for each event. */
function usageOf(bytes: Buffer, input: string): Usage {
  const output = Math.ceil(bytes.length / PIECE_BYTES);
  return { ...NOTHING, input: countTokens(input), output, outputAudio: output };
}
