// Owns: the models Azure offers, as far as this server knows them. Not deployments: those come from
// the account. Dates: https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule

/** One base model. */
export interface BaseModel {
  readonly name: string;
  readonly version: string;
  /** `YYYY-MM-DD`, the day inference ends. */
  readonly retires: string;
}

function rows(retires: string, ...models: readonly string[]): readonly BaseModel[] {
  return models.map((model) => {
    const [name = '', version = ''] = model.split('@');
    return { name, version, retires };
  });
}

/** Newest version of each name. */
export const BASE_MODELS: readonly BaseModel[] = [
  ...rows('2028-01-11', 'gpt-5.6-luna@2026-07-09', 'gpt-5.6-terra@2026-07-09'),
  ...rows('2028-01-11', 'gpt-5.6-sol@2026-07-09'),
  ...rows('2027-10-26', 'gpt-5.5@2026-04-24'),
  ...rows('2027-09-21', 'gpt-5.4-mini@2026-03-17', 'gpt-5.4-nano@2026-03-17'),
  ...rows('2027-09-02', 'gpt-5.4@2026-03-05'),
  ...rows('2027-08-24', 'gpt-5.3-codex@2026-02-24'),
  ...rows('2027-06-08', 'gpt-5.2@2025-12-11'),
  ...rows('2027-05-15', 'gpt-5.1@2025-11-13'),
  ...rows('2027-02-09', 'gpt-5@2025-08-07', 'gpt-5-mini@2025-08-07', 'gpt-5-nano@2025-08-07'),
  ...rows('2027-04-14', 'gpt-4.1@2025-04-14', 'gpt-4.1-mini@2025-04-14'),
  ...rows('2027-04-14', 'gpt-4.1-nano@2025-04-14', 'gpt-4o@2024-11-20', 'gpt-4o-mini@2024-07-18'),
  ...rows('2028-02-09', 'text-embedding-3-small@1', 'text-embedding-3-large@1'),
  ...rows('2028-02-09', 'text-embedding-ada-002@2'),
  ...rows('2027-10-21', 'gpt-image-2@2026-04-21'),
  ...rows('2027-06-16', 'gpt-image-1.5@2025-12-16'),
  ...rows('2027-04-07', 'gpt-image-1-mini@2025-10-06'),
  ...rows('2027-06-15', 'gpt-4o-mini-transcribe@2025-12-15', 'gpt-4o-mini-tts@2025-12-15'),
  ...rows('2027-04-15', 'gpt-4o-transcribe-diarize@2025-10-15'),
  ...rows('2026-12-15', 'whisper@001', 'tts@001', 'tts-hd@001'),
  ...rows('2027-08-24', 'gpt-realtime-1.5@2026-02-23', 'gpt-audio-1.5@2026-02-23'),
  ...rows('2027-03-02', 'gpt-realtime@2025-08-28', 'gpt-realtime-mini@2025-12-15'),
];
