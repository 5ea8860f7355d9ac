// What all operations on one vector store begin with: the store, its body, the files named.
import { filesOf } from '../files/file-book.ts';
import type { JsonObject } from '../reading/json-value.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call } from '../operation/operation.ts';
import { notFound, Refusal } from '../answers/refusal.ts';
import { readJsonBody } from '../reading/request-body.ts';
import { readChunking, storesOf, type StoreFile, type VectorStore } from './store-book.ts';

/** Answers about a store that is there. */
type StoreHandler = (call: Call, store: VectorStore) => object | Refusal;

/** Answers about a store that is there, with a body. */
type StoreBodyHandler = (call: Call, store: VectorStore, body: JsonObject) => object | Refusal;

/** Finds the store that the path names first. */
export function withStore(handle: StoreHandler): (call: Call) => Answer {
  return (call) => {
    const [id = ''] = call.params;
    const store = storesOf(call.memory).get(id);
    if (store === undefined) return notFound(`No vector store found with id '${id}'.`);
    const body = handle(call, store);
    return body instanceof Refusal ? body : { kind: 'json', body };
  };
}

/** As `withStore`, and reads the JSON body. */
export function withStoreBody(handle: StoreBodyHandler): (call: Call) => Answer {
  return withStore((call, store) => {
    const body = readJsonBody(call.request);
    return body instanceof Refusal ? body : handle(call, store, body);
  });
}

/** Finds the file that the path names second. */
export function findStoreFile(call: Call, store: VectorStore): StoreFile | Refusal {
  const id = call.params[1] ?? '';
  const missing = `No file found with id '${id}' in vector store '${store.id}'.`;
  return store.files.get(id) ?? notFound(missing);
}

/** The store with the files added. Files that are not there are refused all together. */
export function addToStore(
  call: Call,
  store: VectorStore,
  ids: readonly string[],
  body: JsonObject,
  batchId?: string,
): VectorStore | Refusal {
  const files = filesOf(call.memory);
  const missing = ids.filter((id) => files.get(id) === undefined);
  // github Azure/azure-sdk-for-net#47121
  if (missing.length > 0) return notFound(`Files [${missing.join(', ')}] were not found`);
  const added = ids.map((id): [string, StoreFile] => [
    id,
    {
      id,
      bytes: files.get(id)?.content.length ?? 0,
      createdS: call.createdS,
      attributes: body['attributes'] ?? {},
      chunking: readChunking(body),
      batchId,
    },
  ]);
  return { ...store, files: new Map([...store.files, ...added]) };
}
