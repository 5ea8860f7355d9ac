// The audio a client sends before it commits it: how long it is, not what it sounds like.
import type { JsonObject } from '../reading/json-value.ts';
import type { RealtimeError } from './realtime-error.ts';

/** 24,000 samples of two bytes a second; a commit needs a tenth of a second. */
const BYTES_PER_MS = 48;
const MIN_AUDIO_MS = 100;

/** The buffer of one session. */
export class AudioBuffer {
  #bytes = 0;

  /** What is wrong with the event's audio, if anything. */
  append(event: JsonObject): RealtimeError | undefined {
    const bytes = countBytes(event['audio']);
    if (bytes === undefined) {
      const message = "Invalid 'audio'. Expected base64-encoded audio bytes.";
      return { code: 'invalid_value', message, param: 'audio' };
    }
    this.#bytes += bytes;
    return undefined;
  }

  /** Empties the buffer and tells how long it was, unless it was too short. */
  commit(): number | RealtimeError {
    const bytes = this.#bytes;
    const ms = bytes / BYTES_PER_MS;
    if (ms < MIN_AUDIO_MS) {
      const message =
        'Error committing input audio buffer: buffer too small. Expected at least ' +
        `${MIN_AUDIO_MS}ms of audio, but buffer only has ${ms.toFixed(2)}ms of audio.`;
      return { code: 'input_audio_buffer_commit_empty', message, param: null };
    }
    this.clear();
    return bytes;
  }

  clear(): void {
    this.#bytes = 0;
  }
}

/** Length of what is in base64; undefined when that is none. */
function countBytes(audio: unknown): number | undefined {
  if (typeof audio !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(audio)) return undefined;
  return audio.length % 4 === 0 ? Buffer.byteLength(audio, 'base64') : undefined;
}
