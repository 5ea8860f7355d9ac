// The rows of the vector stores, and the answers about a store as a whole.
import { isTextList } from '../reading/json-value.ts';
import { listPage } from '../answers/list-page.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call, Operation } from '../operation/operation.ts';
import { Refusal } from '../answers/refusal.ts';
import { readJsonBody } from '../reading/request-body.ts';
import { storeBody, storesOf, type VectorStore } from './store-book.ts';
import { addToStore, withStore, withStoreBody } from './store-call.ts';
import { addBatch, cancelBatch, listBatchFiles, showBatch } from './store-batch.ts';
import { addFile, listFiles, removeFile, showContent, showFile, updateFile } from './store-file.ts';
import { search } from './store-search.ts';

const FILE = 'vector_stores/{id}/files/{file}';
const BATCH = 'vector_stores/{id}/file_batches/{batch}';

/** The vector stores operations. */
export const VECTOR_STORE_OPERATIONS: readonly Operation[] = (
  [
    ['POST', 'vector_stores', create],
    ['GET', 'vector_stores', list],
    ['GET', 'vector_stores/{id}', withStore((_, store) => storeBody(store, 'completed'))],
    ['POST', 'vector_stores/{id}', withStoreBody(update)],
    ['DELETE', 'vector_stores/{id}', withStore(remove)],
    ['POST', 'vector_stores/{id}/search', withStoreBody(search)],
    ['POST', 'vector_stores/{id}/files', withStoreBody(addFile)],
    ['GET', 'vector_stores/{id}/files', withStore(listFiles)],
    ['GET', FILE, withStore(showFile)],
    ['POST', FILE, withStoreBody(updateFile)],
    ['DELETE', FILE, withStore(removeFile)],
    ['GET', `${FILE}/content`, withStore(showContent)],
    ['POST', 'vector_stores/{id}/file_batches', withStoreBody(addBatch)],
    ['GET', BATCH, withStore(showBatch)],
    ['POST', `${BATCH}/cancel`, withStore(cancelBatch)],
    ['GET', `${BATCH}/files`, withStore(listBatchFiles)],
  ] as const
).map(([method, path, answer]) => ({ scope: 'account', method, path, answer }));

function create(call: Call): Answer {
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const stores = storesOf(call.memory);
  const empty: VectorStore = {
    id: stores.nextId('vs_'),
    name: body['name'] ?? null,
    metadata: body['metadata'] ?? {},
    expiresAfter: body['expires_after'] ?? null,
    createdS: call.createdS,
    files: new Map(),
    batches: new Map(),
  };
  const ids = isTextList(body['file_ids']) ? body['file_ids'] : [];
  const store = addToStore(call, empty, ids, body);
  if (store instanceof Refusal) return store;
  return { kind: 'json', body: storeBody(stores.put(store), 'in_progress') };
}

function list(call: Call): Answer {
  const bodies = storesOf(call.memory)
    .all()
    .map((store) => storeBody(store, 'completed'));
  const page = listPage(bodies, call.query);
  return page instanceof Refusal ? page : { kind: 'json', body: page };
}

function update(call: Call, store: VectorStore, body: object): object {
  const given = new Map(Object.entries(body));
  const updated = storesOf(call.memory).put({
    ...store,
    name: given.has('name') ? given.get('name') : store.name,
    metadata: given.has('metadata') ? given.get('metadata') : store.metadata,
    expiresAfter: given.has('expires_after') ? given.get('expires_after') : store.expiresAfter,
  });
  return storeBody(updated, 'completed');
}

function remove(call: Call, { id }: VectorStore): object {
  storesOf(call.memory).remove(id);
  return { id, object: 'vector_store.deleted', deleted: true };
}
