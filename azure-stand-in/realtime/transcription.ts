// The transcript of what a user said, and who makes it: unlike at OpenAI a deployment of this very
// account (https://learn.microsoft.com/azure/foundry/openai/realtime-audio-reference,
// "RealtimeAudioInputTranscriptionSettings").
import type { AzureAccount } from '../operation/account.ts';
import type { RealtimeEvent } from './realtime-answer.ts';
import { hear } from './realtime-item.ts';

/** True when a deployment of that name transcribes. */
export function canTranscribe(account: AzureAccount, deployment: string): boolean {
  const found = account.deployments.find(({ name }) => name === deployment);
  return found !== undefined && /transcribe|whisper/.test(found.model);
}

/**
 * The events that follow a commit. A name that is no such deployment is accepted at first and fails
 * only now (github openai/openai-agents-js#297).
 */
export function transcribe(
  account: AzureAccount,
  deployment: string,
  itemId: string,
  bytes: number,
): readonly RealtimeEvent[] {
  const at = { item_id: itemId, content_index: 0 };
  const type = 'conversation.item.input_audio_transcription';
  if (canTranscribe(account, deployment)) {
    const usage = { type: 'duration', seconds: Math.ceil(bytes / 48_000) };
    return [
      { type: `${type}.delta`, ...at, delta: hear(bytes) },
      { type: `${type}.completed`, ...at, transcript: hear(bytes), usage },
    ];
  }
  const message = `Input transcription failed for item '${itemId}'.`;
  const error = { type: 'server_error', code: null, message, param: null };
  return [{ type: `${type}.failed`, ...at, error }];
}
