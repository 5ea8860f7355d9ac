import type { Call } from '../operation/operation.ts';
import { Refusal } from '../answers/refusal.ts';

/** Refuses a dated version that is too old (github Aider-AI/aider#4029). */
export function checkVersion({ surface, query }: Call): Refusal | undefined {
  const version = query.get('api-version') ?? '';
  if (surface !== 'classic' || version >= '2025-03-01-preview') return undefined;
  return new Refusal(400, {
    error: {
      code: 'BadRequest',
      message:
        'Azure OpenAI Responses API is enabled only for api-version 2025-03-01-preview and later',
    },
  });
}
