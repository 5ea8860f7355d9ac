// What OpenAI has and Azure does not, and what to use instead.

const USAGE_PAGES = 'Azure has no such API. Its own pages show usage and cost.';

/** By the beginning of the path. */
const ABSENT: Readonly<Record<string, string>> = {
  moderations:
    'Azure OpenAI has no moderations API. Its content filter checks every prompt and answer automatically.',
  assistants: 'Azure OpenAI ended the Assistants API in August 2026. Use /v1/responses.',
  threads:
    'Azure OpenAI ended the Assistants API in August 2026. Use /v1/responses with /v1/conversations.',
  'images/variations': 'Azure OpenAI has no image variations. Use /v1/images/edits.',
  organization: USAGE_PAGES,
  dashboard: USAGE_PAGES,
};

/** Advice about a path that only OpenAI itself serves. */
export function adviseAbsent(path: string): string | undefined {
  for (const [absent, advice] of Object.entries(ABSENT)) {
    if (path === absent || path.startsWith(`${absent}/`)) return advice;
  }
  return undefined;
}
