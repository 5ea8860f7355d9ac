// The stack of these tests: users with and without limits, an admin, and a model for everything that the
// page can try.
import { stringify } from 'yaml';

const DAY_MS = 86_400_000;

/** A day this many days from now. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

/** The stack file. */
export function stackFile(): string {
  return stringify({
    config: {
      azureLocation: 'eastus2',
      models: [
        { name: 'gpt-5.4-mini', version: '2026-03-17', aliases: ['gpt-4o-mini'] },
        { name: 'gpt-5.4', version: '2026-03-05' },
        { name: 'gpt-5.4-pro', version: '2026-03-05' },
        { name: 'text-embedding-3-small', version: '1' },
        { name: 'gpt-image-2', version: '2026-04-21' },
        { name: 'gpt-4o-mini-tts', version: '2025-12-15' },
        { name: 'gpt-realtime-1.5', version: '2026-02-23' },
      ],
      teams: [
        {
          name: 'research',
          budget: { amount: 200, per: 'month' },
          members: {
            budget: [
              { amount: 5, per: 'day' },
              { amount: 50, per: 'month' },
            ],
            tokensPerMinute: 200_000,
            concurrentRequests: 10,
          },
        },
        { name: 'school', budget: { amount: 40, per: 'week' } },
      ],
      users: [
        { name: 'alice', team: 'research', admin: true },
        { name: 'bob', team: 'research' },
        { name: '王芳', team: 'school', expires: dayFromNow(10) },
        { name: 'dora', team: 'school', models: ['gpt-5.4-mini'] },
        { name: 'emil', team: 'school', disabled: true },
        { name: 'guest' },
      ],
    },
  });
}
