// A search in vector stores: by words, not by vectors. A file is found if its text has a word of the query.
import type { AccountMemory } from '../operation/account-memory.ts';
import { perAccount } from '../operation/account-memory.ts';
import { ResourceStore } from '../operation/resource-store.ts';
import type { JsonObject } from '../reading/json-value.ts';
import { filesOf } from './files.ts';
import type { KeptItem } from './kept-kind.ts';

/** The vector stores of an account. */
export const vectorStoresOf = perAccount(
  ({ subdomain }) => new ResourceStore<KeptItem>('store', subdomain),
);

/** A file that was found. */
export interface FoundFile {
  readonly file_id: string;
  readonly filename: string;
  /** The part of the query's words that its text has. */
  readonly score: number;
  readonly attributes: JsonObject;
  /** The beginning of its text. */
  readonly text: string;
}

const MAX_TEXT = 2000;

/** The files of the stores that fit one of the queries, the best first. */
export function searchStores(
  memory: AccountMemory,
  stores: readonly KeptItem[],
  queries: readonly string[],
  maximum: number,
): readonly FoundFile[] {
  const words = new Set(queries.flatMap(wordsOf));
  const ids = new Set(
    stores.flatMap(({ children }) => children['files'] ?? []).map(({ id }) => id),
  );
  return [...ids]
    .map((id) => rate(filesOf(memory).get(String(id)), words))
    .filter((found) => found !== undefined && found.score > 0)
    .filter((found): found is FoundFile => found !== undefined)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, maximum);
}

function rate(file: KeptItem | undefined, words: ReadonlySet<string>): FoundFile | undefined {
  if (file?.content === undefined) return undefined;
  const text = file.content.toString();
  const known = new Set(wordsOf(text));
  const score = [...words].filter((word) => known.has(word)).length / Math.max(words.size, 1);
  return {
    file_id: file.id,
    filename: String(file.body['filename']),
    score,
    attributes: {},
    text: text.slice(0, MAX_TEXT),
  };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
