// When Azure retires the versions of its models, for warnings only. A version that is not listed causes none.
//
// https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule, page of 2026-09-02.
// Azure has moved such dates in both directions before.

/** The day on which the table was compared with that page. */
export const RETIREMENTS_AS_OF = '2026-11-22';

/** Model and version -> the day on which Azure retires it. */
export const RETIREMENTS: Readonly<Record<string, string>> = {
  'gpt-5.6-luna@2026-07-09': '2028-01-11',
  'gpt-5.6-terra@2026-07-09': '2028-01-11',
  'gpt-5.6-sol@2026-07-09': '2028-01-11',
  'gpt-5.5@2026-04-24': '2027-10-26',
  'gpt-5.4@2026-03-05': '2027-09-02',
  'gpt-5.4-mini@2026-03-17': '2027-09-21',
  'gpt-5.4-nano@2026-03-17': '2027-09-21',
  'gpt-5.3-codex@2026-02-24': '2027-08-24',
  'gpt-5.2@2025-12-11': '2027-06-08',
  'gpt-5.1@2025-11-13': '2027-05-15',
  'gpt-5@2025-08-07': '2027-02-09',
  'gpt-5-mini@2025-08-07': '2027-02-09',
  'gpt-5-nano@2025-08-07': '2027-02-09',
  'model-router@2025-11-18': '2027-05-20',
  'gpt-4.1@2025-04-14': '2027-04-14',
  'gpt-4.1-mini@2025-04-14': '2027-04-14',
  'gpt-4.1-nano@2025-04-14': '2027-04-14',
  'gpt-4o@2024-11-20': '2027-04-14',
  'gpt-4o-mini@2024-07-18': '2027-04-14',
  'o3@2025-04-16': '2026-10-21',
  'o3-mini@2025-01-31': '2026-10-01',
  'o4-mini@2025-04-16': '2026-10-16',
  'gpt-4@0613': '2025-06-06',
  'gpt-4-32k@0613': '2025-06-06',
  'gpt-35-turbo@0301': '2025-02-13',
  'gpt-35-turbo@0613': '2025-02-13',
  'gpt-35-turbo-16k@0613': '2025-04-30',
  'text-embedding-3-small@1': '2028-02-09',
  'text-embedding-3-large@1': '2028-02-09',
  'text-embedding-ada-002@2': '2028-02-09',
  'gpt-image-2@2026-04-21': '2027-10-21',
  'gpt-image-1.5@2025-12-16': '2027-06-16',
  'gpt-image-1-mini@2025-10-06': '2027-04-07',
  'gpt-image-1@2025-04-15': '2026-10-23',
  'gpt-4o-mini-transcribe@2025-12-15': '2027-06-15',
  'gpt-4o-transcribe-diarize@2025-10-15': '2027-04-15',
  'gpt-4o-transcribe@2025-03-20': '2026-10-15',
  'gpt-4o-mini-transcribe@2025-03-20': '2026-10-15',
  'gpt-4o-mini-tts@2025-03-20': '2026-10-15',
  'whisper@001': '2026-12-15',
  'tts@001': '2026-12-15',
  'tts-hd@001': '2026-12-15',
  'gpt-4o-mini-tts@2025-12-15': '2027-06-15',
  'gpt-realtime-1.5@2026-02-23': '2027-08-24',
  'gpt-realtime@2025-08-28': '2027-03-02',
  'gpt-realtime-mini@2025-12-15': '2027-03-02',
  'gpt-audio-1.5@2026-02-23': '2027-08-24',
};
