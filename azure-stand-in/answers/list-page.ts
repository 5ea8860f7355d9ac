// One page of a list, as OpenAI's cursors cut it.
import { invalidRequest, notFound, type Refusal } from './refusal.ts';

/** Something that can be listed. */
interface Listed {
  readonly id?: unknown;
}

/**
 * The page that `limit` (1 to 100, default 20), `order` (default `desc`) and `after` ask for
 * (https://platform.openai.com/docs/api-reference/responses/input-items).
 *
 * @param items the oldest first
 */
export function listPage(items: readonly Listed[], query: URLSearchParams): object | Refusal {
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    return invalidRequest(
      `Invalid 'limit': expected an integer from 1 to 100, but got '${query.get('limit') ?? ''}'.`,
      'limit',
      'invalid_value',
    );
  }
  const ordered = query.get('order') === 'asc' ? items : items.toReversed();
  const after = query.get('after');
  const at = ordered.findIndex(({ id }) => id === after);
  if (after !== null && at < 0) return notFound(`Item with id '${after}' not found.`, 'after');
  const rest = ordered.slice(at + 1);
  return toList(rest.slice(0, limit), rest.length > limit);
}

/** A list as all operations answer it. */
export function toList(data: readonly Listed[], hasMore: boolean): object {
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}
