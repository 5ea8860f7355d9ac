// The vector stores of an account and the files in them, and what they say of themselves
// (https://platform.openai.com/docs/api-reference/vector-stores; in Azure's v1 as there).
import type { JsonObject } from '../reading/json-value.ts';
import { perAccount } from '../operation/account-memory.ts';
import { ResourceStore } from '../operation/resource-store.ts';

/** A file in a store. */
export interface StoreFile {
  /** The id of the file itself. */
  readonly id: string;
  readonly bytes: number;
  readonly createdS: number;
  readonly attributes: unknown;
  readonly chunking: unknown;
  /** The batch it came with. */
  readonly batchId: string | undefined;
}

/** A store as it is kept. */
export interface VectorStore {
  readonly id: string;
  readonly name: unknown;
  readonly metadata: unknown;
  readonly expiresAfter: unknown;
  readonly createdS: number;
  readonly files: ReadonlyMap<string, StoreFile>;
  readonly batches: ReadonlyMap<string, StoreBatch>;
}

/** Files that were added together. */
export interface StoreBatch {
  readonly id: string;
  readonly createdS: number;
  readonly total: number;
}

/** The vector stores of an account. */
export const storesOf = perAccount(
  ({ subdomain }) => new ResourceStore<VectorStore>('store', subdomain),
);

/** How far its files are: what has just been added is in progress, whoever looks later finds it done. */
type Progress = 'in_progress' | 'completed';

/** What a store says of itself. */
export function storeBody(store: VectorStore, progress: Progress): object {
  const files = [...store.files.values()];
  return {
    id: store.id,
    object: 'vector_store',
    created_at: store.createdS,
    name: store.name,
    usage_bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    file_counts: countsOf(files.length, progress),
    status: files.length === 0 ? 'completed' : progress,
    expires_after: store.expiresAfter,
    expires_at: null,
    last_active_at: store.createdS,
    metadata: store.metadata,
  };
}

/** What a file says of its place in a store. */
export function storeFileBody(storeId: string, file: StoreFile, progress: Progress): object {
  return {
    id: file.id,
    object: 'vector_store.file',
    usage_bytes: progress === 'completed' ? file.bytes : 0,
    created_at: file.createdS,
    vector_store_id: storeId,
    status: progress,
    last_error: null,
    chunking_strategy: file.chunking,
    attributes: file.attributes,
  };
}

/** What a batch of files says of itself. */
export function storeBatchBody(storeId: string, batch: StoreBatch, progress: Progress): object {
  return {
    id: batch.id,
    object: 'vector_store.files_batch',
    created_at: batch.createdS,
    vector_store_id: storeId,
    status: progress,
    file_counts: countsOf(batch.total, progress),
  };
}

/** Same page: `auto` is 800 tokens with an overlap of 400. */
export function readChunking(body: JsonObject): unknown {
  const auto = {
    type: 'static',
    static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 },
  };
  const given = body['chunking_strategy'];
  const isAuto = typeof given !== 'object' || given === null || !('static' in given);
  return isAuto ? auto : given;
}

function countsOf(total: number, progress: Progress): object {
  const counts = { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total };
  return { ...counts, [progress]: total };
}
