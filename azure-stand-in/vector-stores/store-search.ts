// Searching a vector store: by words in place of vectors, so that anyone can say beforehand
// what is found.
import { filesOf } from '../files/file-book.ts';
import { isTextList, numberField, type JsonObject } from '../reading/json-value.ts';
import type { Call } from '../operation/operation.ts';
import { missingParameter } from '../reading/parameter.ts';
import { type Refusal } from '../answers/refusal.ts';
import type { VectorStore } from './store-book.ts';

/** https://platform.openai.com/docs/api-reference/vector-stores/search */
const DEFAULT_RESULTS = 10;

/**
 * `POST vector_stores/{id}/search`. A file's score is the part of the query's words that it holds;
 * files without any are not found.
 */
export function search(call: Call, store: VectorStore, body: JsonObject): object | Refusal {
  const { query } = body;
  const queries = typeof query === 'string' ? [query] : isTextList(query) ? query : [];
  if (queries.length === 0) return missingParameter('query');
  const words = wordsOf(queries.join(' '));
  const found = [...store.files.values()].flatMap(({ id, attributes }) => {
    const file = filesOf(call.memory).get(id);
    const text = file?.content.toString() ?? '';
    const held = wordsOf(text);
    const score = [...words].filter((word) => held.has(word)).length / words.size;
    const content = [{ type: 'text', text }];
    const result = { file_id: id, filename: file?.filename ?? '', score, attributes, content };
    return score > 0 ? [result] : [];
  });
  const best = found.toSorted((one, other) => other.score - one.score);
  return {
    object: 'vector_store.search_results.page',
    search_query: queries,
    data: best.slice(0, numberField(body, 'max_num_results') ?? DEFAULT_RESULTS),
    has_more: false,
    next_page: null,
  };
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}
