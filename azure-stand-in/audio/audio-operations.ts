// The rows of the audio operations. Quota is in requests, so none of them counts tokens
// (https://learn.microsoft.com/azure/foundry/openai/quotas-limits).
import type { DeploymentOperation } from '../operation/operation.ts';
import { answerSpeech } from './speech.ts';
import { answerTranscription, answerTranslation } from './transcription.ts';

/**
 * v1 does not find deployments that listen, whether or not they are there (github vercel/ai#7985,
 * OpenWhispr/openwhispr#997); those that speak work on both surfaces (the former).
 */
const LISTENING = { takes: 'form', since: '2023-09-01-preview', isBlindOnV1: true } as const;

/** The audio operations. */
export const AUDIO_OPERATIONS: readonly DeploymentOperation[] = [
  {
    scope: 'deployment',
    method: 'POST',
    path: 'audio/transcriptions',
    ...LISTENING,
    capability: 'audioTranscriptions',
    operationId: 'Transcriptions_Create',
    estimateTokens: () => 0,
    answer: answerTranscription,
  },
  {
    scope: 'deployment',
    method: 'POST',
    path: 'audio/translations',
    ...LISTENING,
    capability: 'audioTranslations',
    operationId: 'Translations_Create',
    estimateTokens: () => 0,
    answer: answerTranslation,
  },
  {
    scope: 'deployment',
    method: 'POST',
    path: 'audio/speech',
    since: '2024-02-15-preview',
    capability: 'audioSpeech',
    operationId: 'Speech_Create',
    estimateTokens: () => 0,
    answer: answerSpeech,
  },
];
