// The names and versions of OpenAI's models at Azure, for warnings about spelling only.
import { RETIREMENTS, RETIREMENTS_AS_OF } from './retirements.ts';

/** The day on which the lists were compared with their pages. */
export const VERSIONS_AS_OF = RETIREMENTS_AS_OF;

/**
 * Model -> the versions that are not in the table of retirements. From the page of locations.ts, from
 * https://github.com/MicrosoftDocs/azure-ai-docs (articles/foundry/openai/includes/retirement/models.md,
 * 2025-12-16; includes/model-matrix/region-americas.md, 2026-04-30), and for the models before gpt-4o from
 * https://learn.microsoft.com/azure/ai-services/openai/concepts/legacy-models.
 */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'gpt-chat-latest': ['2026-05-05'],
  'gpt-5.4-pro': ['2026-03-05'],
  'gpt-5.3-chat': ['2026-03-03'],
  'gpt-5.2-chat': ['2025-12-11', '2026-02-10'],
  'gpt-5.2-codex': ['2026-01-14'],
  'gpt-5.1-chat': ['2025-11-13'],
  'gpt-5.1-codex': ['2025-11-13'],
  'gpt-5.1-codex-mini': ['2025-11-13'],
  'gpt-5.1-codex-max': ['2025-12-04'],
  'gpt-5-chat': ['2025-08-07', '2025-10-03'],
  'gpt-5-codex': ['2025-09-15'],
  'gpt-5-pro': ['2025-10-06'],
  'model-router': ['2025-05-19', '2025-08-07'],
  o1: ['2024-12-17'],
  'o1-pro': ['2025-03-19'],
  'o3-pro': ['2025-06-10'],
  'o3-deep-research': ['2025-06-26'],
  'codex-mini': ['2025-05-16'],
  'computer-use-preview': ['2025-02-11', '2025-03-11'],
  'gpt-4o': ['2024-05-13', '2024-08-06'],
  'gpt-4': ['0314', '1106-Preview', '0125-Preview', 'vision-preview', 'turbo-2024-04-09'],
  'gpt-4-32k': ['0314'],
  'gpt-35-turbo': ['1106', '0125'],
  'gpt-35-turbo-instruct': ['0914'],
  'text-embedding-ada-002': ['1'],
  'gpt-audio': ['2025-08-28'],
  'gpt-audio-mini': ['2025-10-06', '2025-12-15'],
  'gpt-realtime-mini': ['2025-10-06'],
  'dall-e-3': ['3.0'],
  sora: ['2025-05-02'],
  'sora-2': ['2025-10-06'],
};

/** Model -> its known versions. */
export const VERSIONS: ReadonlyMap<string, readonly string[]> = knownVersions();

function knownVersions(): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, readonly string[]>(Object.entries(OTHERS));
  for (const key of Object.keys(RETIREMENTS)) {
    const [model = '', version = ''] = key.split('@');
    versions.set(model, [...(versions.get(model) ?? []), version]);
  }
  return versions;
}
