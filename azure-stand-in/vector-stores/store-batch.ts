// Adding files to a vector store many at a time.
import { isTextList, objectsField, textField, type JsonObject } from '../reading/json-value.ts';
import { listPage } from '../answers/list-page.ts';
import type { Call } from '../operation/operation.ts';
import { missingParameter } from '../reading/parameter.ts';
import { notFound, Refusal } from '../answers/refusal.ts';
import {
  storeBatchBody,
  storeFileBody,
  storesOf,
  type StoreBatch,
  type VectorStore,
} from './store-book.ts';
import { addToStore } from './store-call.ts';

/** `POST vector_stores/{id}/file_batches`: `file_ids`, or `files` with attributes of their own. */
export function addBatch(call: Call, store: VectorStore, body: JsonObject): object | Refusal {
  const ids = isTextList(body['file_ids']) ? body['file_ids'] : [];
  const files = [
    ...ids.map((id) => ({ id, options: body })),
    ...objectsField(body, 'files').map((options) => ({
      id: textField(options, 'file_id') ?? '',
      options,
    })),
  ];
  if (files.length === 0) return missingParameter('file_ids');
  const stores = storesOf(call.memory);
  const batch = { id: stores.nextId('vsfb_'), createdS: call.createdS, total: files.length };
  const batches = new Map([...store.batches, [batch.id, batch]]);
  let filled: VectorStore = { ...store, batches };
  for (const { id, options } of files) {
    const added = addToStore(call, filled, [id], options, batch.id);
    if (added instanceof Refusal) return added;
    filled = added;
  }
  stores.put(filled);
  return storeBatchBody(store.id, batch, 'in_progress');
}

/** `GET vector_stores/{id}/file_batches/{batch}`. */
export function showBatch(call: Call, store: VectorStore): object | Refusal {
  const batch = findBatch(call, store);
  return batch instanceof Refusal ? batch : storeBatchBody(store.id, batch, 'completed');
}

/** `POST vector_stores/{id}/file_batches/{batch}/cancel`: too late, as it is done when looked at. */
export const cancelBatch = showBatch;

/** `GET vector_stores/{id}/file_batches/{batch}/files`. */
export function listBatchFiles(call: Call, store: VectorStore): object | Refusal {
  const batch = findBatch(call, store);
  if (batch instanceof Refusal) return batch;
  const files = [...store.files.values()].filter(({ batchId }) => batchId === batch.id);
  return listPage(
    files.map((file) => storeFileBody(store.id, file, 'completed')),
    call.query,
  );
}

function findBatch(call: Call, store: VectorStore): StoreBatch | Refusal {
  const id = call.params[1] ?? '';
  const missing = `No file batch found with id '${id}' in vector store '${store.id}'.`;
  return store.batches.get(id) ?? notFound(missing);
}
