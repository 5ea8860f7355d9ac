// What users with `admin: true` may see: everybody's usage, and the state of the gateway.
import type { DayRange } from '../format/days.ts';
import { USAGE } from './me.ts';
import { sendForJson } from './request.ts';
import { flag, list, nullable, number, object, text } from './shape.ts';

const USAGE_ROW = object({ day: text, team: nullable(text), user: text, model: text, ...USAGE });

const USAGE_PAGE = object({ rows: list(USAGE_ROW), next: nullable(text) });

const STATUS = object({
  /** When the isolate that answered began to count. */
  since: text,
  requests: number,
  errors: list(object({ code: text, count: number })),
  accounts: list(
    object({
      name: text,
      deployments: list(
        object({ model: text, restsUntil: nullable(text), reason: nullable(text) }),
      ),
    }),
  ),
  users: list(
    object({
      name: text,
      team: nullable(text),
      admin: flag,
      keys: list(object({ expires: nullable(text), disabled: flag })),
    }),
  ),
});

export type UsageRow = ReturnType<typeof USAGE_ROW>;
export type Status = ReturnType<typeof STATUS>;

/** The rows of all users, from as many answers as there are. */
export async function readAllUsage(
  key: string,
  range: DayRange,
  signal?: AbortSignal,
): Promise<readonly UsageRow[]> {
  const rows: UsageRow[] = [];
  let next: string | null = null;
  do {
    const query: Readonly<Record<string, string>> = {
      ...range,
      ...(next === null ? {} : { after: next }),
    };
    const page: ReturnType<typeof USAGE_PAGE> = await sendForJson(
      { path: '/v1/admin/usage', key, query, signal },
      USAGE_PAGE,
    );
    rows.push(...page.rows);
    next = page.next;
  } while (next !== null);
  return rows;
}

/** Errors, accounts and users. */
export function readStatus(key: string, signal?: AbortSignal): Promise<Status> {
  return sendForJson({ path: '/v1/admin/status', key, signal }, STATUS);
}
