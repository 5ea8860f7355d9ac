// The batches of an account, and how a batch is told: unlike at OpenAI with the spelling of the
// surface it is told on.
import { perAccount } from '../operation/account-memory.ts';
import { ResourceStore } from '../operation/resource-store.ts';
import type { Surface } from '../answers/surface.ts';
import type { BatchFault, BatchLine } from './batch-input.ts';

/** A batch's way: on to the next status with each look at it, until one that stays. */
export type BatchStatus =
  'validating' | 'failed' | 'in_progress' | 'completed' | 'cancelling' | 'cancelled';

/** A batch as it is kept. */
export interface Batch {
  readonly id: string;
  readonly endpoint: string;
  readonly inputFileId: string;
  readonly status: BatchStatus;
  /** What its file holds, or what is wrong with it. */
  readonly lines: readonly BatchLine[];
  readonly faults: readonly BatchFault[];
  readonly createdS: number;
  /** When each later status began. */
  readonly reachedS: Readonly<Partial<Record<BatchStatus, number>>>;
  readonly outputFileId: string | null;
  readonly errorFileId: string | null;
  readonly outputExpiresAfterS: number | undefined;
  readonly counts: { readonly total: number; readonly completed: number; readonly failed: number };
  readonly metadata: unknown;
}

/** The batches of an account. */
export const batchesOf = perAccount(
  ({ subdomain }) => new ResourceStore<Batch>('batch', subdomain),
);

/** As the ids of batches are written: `batch_fe3f047a-de39-4068-9008-346795bfc1db`. */
export function newBatchId(shelf: ResourceStore<Batch>): string {
  return shelf
    .nextId('batch_')
    .replace(/^(batch_.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const DAY_S = 86_400;

/**
 * What a batch says of itself. On v1 statuses are capitalised, times are ISO strings, and counts are
 * null until they are known (https://learn.microsoft.com/azure/foundry/openai/how-to/batch, REST);
 * dated versions use OpenAI's own (https://learn.microsoft.com/rest/api/azureopenai/batch/create).
 */
export function batchBody(batch: Batch, surface: Surface): object {
  const isV1 = surface === 'v1';
  const time = (seconds: number | undefined): string | number | null =>
    seconds === undefined ? null : isV1 ? isoTime(seconds) : seconds;
  const isCounted = batch.status !== 'validating';
  const count = (value: number): number | null => (isCounted || !isV1 ? value : null);
  const { reachedS, counts } = batch;
  return {
    cancelled_at: time(reachedS.cancelled),
    cancelling_at: time(reachedS.cancelling),
    completed_at: time(reachedS.completed),
    completion_window: '24h',
    created_at: time(batch.createdS),
    error_file_id: batch.errorFileId,
    expired_at: null,
    expires_at: time(batch.createdS + DAY_S),
    failed_at: time(reachedS.failed),
    finalizing_at: time(reachedS.completed),
    id: batch.id,
    in_progress_at: time(reachedS.in_progress),
    input_file_id: batch.inputFileId,
    errors: batch.status === 'failed' ? { object: 'list', data: batch.faults } : null,
    metadata: batch.metadata,
    object: 'batch',
    output_file_id: batch.outputFileId,
    request_counts: {
      total: count(counts.total),
      completed: count(counts.completed),
      failed: count(counts.failed),
    },
    status: isV1 ? capitalised(batch.status) : batch.status,
    endpoint: batch.endpoint,
  };
}

/** `2024-07-19T17:13:57.0000000+00:00` */
function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, '.0000000+00:00');
}

/** `in_progress` is `InProgress`. */
function capitalised(status: BatchStatus): string {
  return status
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
