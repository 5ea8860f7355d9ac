// Vector stores and the files in them (https://platform.openai.com/docs/api-reference/vector-stores; in
// Azure's v1 as there).
import { notFound, Refusal } from '../answers/refusal.ts';
import type { Call } from '../operation/operation.ts';
import { isTextList, numberField, textField, type JsonObject } from '../reading/json-value.ts';
import { missingParameter } from '../reading/parameter.ts';
import { readJsonBody } from '../reading/request-body.ts';
import { searchStores, vectorStoresOf } from './file-search.ts';
import { filesOf } from './files.ts';
import type { KeptItem, KeptKind, NewItem } from './kept-kind.ts';
import { onItem } from './kept-operations.ts';

export const VECTOR_STORES: KeptKind = {
  path: 'vector_stores',
  object: 'vector_store',
  idPrefix: 'vs_',
  storeOf: vectorStoresOf,
  read: readStore,
  missing: (id) => notFound(`No vector store found with id '${id}'.`),
  isListed: true,
  changeable: ['name', 'metadata', 'expires_after'],
  deletedAs: 'vector_store.deleted',
  children: {
    files: {
      read: readStoreFile,
      missing: (id, store) => notFound(`No file found with id '${id}' in vector store '${store}'.`),
      deletedAs: 'vector_store.file.deleted',
    },
  },
  more: [
    {
      scope: 'account',
      method: 'POST',
      path: 'vector_stores/{id}/search',
      answer: (call) => onItem(VECTOR_STORES, search)(call),
    },
  ],
};

function readStore(call: Call): NewItem | Refusal {
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const ids = isTextList(body['file_ids']) ? body['file_ids'] : [];
  const files = storeFiles(call, ids);
  if (files instanceof Refusal) return files;
  const { name = null, metadata = {}, expires_after = null } = body;
  return {
    fields: { name, metadata, expires_after, status: 'completed' },
    children: { files },
  };
}

function readStoreFile(call: Call): readonly JsonObject[] | Refusal {
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const id = textField(body, 'file_id');
  return id === undefined ? missingParameter('file_id') : storeFiles(call, [id]);
}

function storeFiles(
  { memory, createdS }: Call,
  ids: readonly string[],
): readonly JsonObject[] | Refusal {
  const missing = ids.filter((id) => filesOf(memory).get(id) === undefined);
  // github Azure/azure-sdk-for-net#47121
  if (missing.length > 0) return notFound(`Files [${missing.join(', ')}] were not found`);
  const object = 'vector_store.file';
  return ids.map((id) => ({ id, object, created_at: createdS, status: 'completed' }));
}

function search(call: Call, store: KeptItem): object | Refusal {
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const { query } = body;
  if (typeof query !== 'string' && !isTextList(query)) return missingParameter('query');
  const search_query = typeof query === 'string' ? [query] : query;
  const maximum = numberField(body, 'max_num_results') ?? 10;
  const found = searchStores(call.memory, [store], search_query, maximum);
  return {
    object: 'vector_store.search_results.page',
    search_query,
    data: found.map(({ text, ...file }) => ({ ...file, content: [{ type: 'text', text }] })),
    has_more: false,
    next_page: null,
  };
}
