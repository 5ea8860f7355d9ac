// The models that Azure offers: of each name the newest version that is not retired. Deployments are
// something else: they come from the account.
//
// Names, versions and days: https://learn.microsoft.com/azure/foundry/openai/concepts/models and
// https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule, pages of
// 2026-09-02. The stand-in has its own table so that it never repeats a mistake of the code under test.

/** One base model. */
export interface BaseModel {
  readonly name: string;
  readonly version: string;
  /** `YYYY-MM-DD`, the day on which inference ends. */
  readonly retires: string;
}

/** One row per name. */
export const BASE_MODELS: readonly BaseModel[] = [
  { name: 'gpt-5.6-luna', version: '2026-07-09', retires: '2028-01-11' },
  { name: 'gpt-5.6-terra', version: '2026-07-09', retires: '2028-01-11' },
  { name: 'gpt-5.6-sol', version: '2026-07-09', retires: '2028-01-11' },
  { name: 'gpt-5.5', version: '2026-04-24', retires: '2027-10-26' },
  { name: 'gpt-5.4', version: '2026-03-05', retires: '2027-09-02' },
  { name: 'gpt-5.4-mini', version: '2026-03-17', retires: '2027-09-21' },
  { name: 'gpt-5.4-nano', version: '2026-03-17', retires: '2027-09-21' },
  { name: 'gpt-5.3-codex', version: '2026-02-24', retires: '2027-08-24' },
  { name: 'gpt-5.2', version: '2025-12-11', retires: '2027-06-08' },
  { name: 'gpt-5.1', version: '2025-11-13', retires: '2027-05-15' },
  { name: 'gpt-5', version: '2025-08-07', retires: '2027-02-09' },
  { name: 'gpt-5-mini', version: '2025-08-07', retires: '2027-02-09' },
  { name: 'gpt-5-nano', version: '2025-08-07', retires: '2027-02-09' },
  { name: 'model-router', version: '2025-11-18', retires: '2027-05-20' },
  { name: 'gpt-4.1', version: '2025-04-14', retires: '2027-04-14' },
  { name: 'gpt-4.1-mini', version: '2025-04-14', retires: '2027-04-14' },
  { name: 'gpt-4.1-nano', version: '2025-04-14', retires: '2027-04-14' },
  { name: 'gpt-4o', version: '2024-11-20', retires: '2027-04-14' },
  { name: 'gpt-4o-mini', version: '2024-07-18', retires: '2027-04-14' },
  { name: 'text-embedding-3-small', version: '1', retires: '2028-02-09' },
  { name: 'text-embedding-3-large', version: '1', retires: '2028-02-09' },
  { name: 'text-embedding-ada-002', version: '2', retires: '2028-02-09' },
  { name: 'gpt-image-2', version: '2026-04-21', retires: '2027-10-21' },
  { name: 'gpt-image-1.5', version: '2025-12-16', retires: '2027-06-16' },
  { name: 'gpt-image-1-mini', version: '2025-10-06', retires: '2027-04-07' },
  { name: 'gpt-4o-mini-transcribe', version: '2025-12-15', retires: '2027-06-15' },
  { name: 'gpt-4o-transcribe-diarize', version: '2025-10-15', retires: '2027-04-15' },
  { name: 'whisper', version: '001', retires: '2026-12-15' },
  { name: 'tts', version: '001', retires: '2026-12-15' },
  { name: 'tts-hd', version: '001', retires: '2026-12-15' },
  { name: 'gpt-4o-mini-tts', version: '2025-12-15', retires: '2027-06-15' },
  { name: 'gpt-realtime-1.5', version: '2026-02-23', retires: '2027-08-24' },
  { name: 'gpt-realtime', version: '2025-08-28', retires: '2027-03-02' },
  { name: 'gpt-realtime-mini', version: '2025-12-15', retires: '2027-03-02' },
  { name: 'gpt-audio-1.5', version: '2026-02-23', retires: '2027-08-24' },
];
