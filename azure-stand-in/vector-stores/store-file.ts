// The files of one vector store: adding, looking, taking out. The files themselves stay.
import { filesOf } from '../files/file-book.ts';
import { textField, type JsonObject } from '../reading/json-value.ts';
import { listPage } from '../answers/list-page.ts';
import type { Call } from '../operation/operation.ts';
import { missingParameter } from '../reading/parameter.ts';
import { Refusal } from '../answers/refusal.ts';
import { storeFileBody, storesOf, type VectorStore } from './store-book.ts';
import { addToStore, findStoreFile } from './store-call.ts';

/** `POST vector_stores/{id}/files`. */
export function addFile(call: Call, store: VectorStore, body: JsonObject): object | Refusal {
  const id = textField(body, 'file_id');
  if (id === undefined) return missingParameter('file_id');
  const added = addToStore(call, store, [id], body);
  if (added instanceof Refusal) return added;
  const file = storesOf(call.memory).put(added).files.get(id);
  return file === undefined
    ? missingParameter('file_id')
    : storeFileBody(store.id, file, 'in_progress');
}

/** `GET vector_stores/{id}/files`. */
export function listFiles(call: Call, store: VectorStore): object | Refusal {
  const files = [...store.files.values()];
  return listPage(
    files.map((file) => storeFileBody(store.id, file, 'completed')),
    call.query,
  );
}

/** `GET vector_stores/{id}/files/{file}`. */
export function showFile(call: Call, store: VectorStore): object | Refusal {
  const file = findStoreFile(call, store);
  return file instanceof Refusal ? file : storeFileBody(store.id, file, 'completed');
}

/** `POST vector_stores/{id}/files/{file}`: other attributes. */
export function updateFile(call: Call, store: VectorStore, body: JsonObject): object | Refusal {
  const file = findStoreFile(call, store);
  if (file instanceof Refusal) return file;
  const updated = { ...file, attributes: body['attributes'] ?? {} };
  storesOf(call.memory).put({ ...store, files: new Map([...store.files, [file.id, updated]]) });
  return storeFileBody(store.id, updated, 'completed');
}

/** `DELETE vector_stores/{id}/files/{file}`. */
export function removeFile(call: Call, store: VectorStore): object | Refusal {
  const file = findStoreFile(call, store);
  if (file instanceof Refusal) return file;
  const files = new Map([...store.files].filter(([id]) => id !== file.id));
  storesOf(call.memory).put({ ...store, files });
  return { id: file.id, object: 'vector_store.file.deleted', deleted: true };
}

/** `GET vector_stores/{id}/files/{file}/content`. */
export function showContent(call: Call, store: VectorStore): object | Refusal {
  const file = findStoreFile(call, store);
  if (file instanceof Refusal) return file;
  const text = filesOf(call.memory).get(file.id)?.content.toString() ?? '';
  const data = [{ type: 'text', text }];
  return { object: 'vector_store.file_content.page', data, has_more: false, next_page: null };
}
