// Audio/transcriptions and audio/translations, from a call to its answer, whole or streamed.
import { toFrame } from '../delivery/event-frame.ts';
import type { Answer } from '../answers/answer.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { Refusal } from '../answers/refusal.ts';
import { splitTokens } from '../text/tokens.ts';
import { NOTHING } from '../usage/usage.ts';
import { countUsage, formatTranscript, usageOf } from './transcript-format.ts';
import { readTranscriptRequest, type TranscriptRequest } from './transcript-request.ts';
import { composeTranscript, secondsOf, textOf, type Segment } from './transcript.ts';

/** `POST audio/transcriptions`. */
export function answerTranscription(call: DeploymentCall): Answer {
  return answer(call, 'transcribe');
}

/** `POST audio/translations`. */
export function answerTranslation(call: DeploymentCall): Answer {
  return answer(call, 'translate');
}

function answer(call: DeploymentCall, task: TranscriptRequest['task']): Answer {
  const request = readTranscriptRequest(call, task);
  if (request instanceof Refusal) return request;
  const segments = composeTranscript(request);
  const isWhisper = call.model.name === 'whisper';
  // Whisper is sold by the time that it hears, the others by the token
  // (https://azure.microsoft.com/pricing/details/cognitive-services/openai-service/).
  call.charge(
    isWhisper ? { ...NOTHING, seconds: secondsOf(request, segments) } : countUsage(segments),
  );
  return request.stream
    ? { kind: 'events', frames: frames(segments, call.usage.isOmitted) }
    : formatTranscript(request, segments, { isWhisper, isOmitted: call.usage.isOmitted });
}

/** https://platform.openai.com/docs/api-reference/audio/transcript-text-delta-event: no event names. */
function frames(segments: readonly Segment[], isOmitted: boolean): readonly Buffer[] {
  const text = textOf(segments);
  const type = 'transcript.text.delta';
  const deltas = splitTokens(text).map((delta) => toFrame({ type, delta }));
  const usage = isOmitted ? {} : { usage: usageOf(segments) };
  return [...deltas, toFrame({ type: 'transcript.text.done', text, ...usage })];
}
