// The file a batch works on: its lines, and what Azure finds wrong with them
// (https://learn.microsoft.com/azure/foundry/openai/how-to/batch, "Error codes", "Known issues").
import type { AzureAccount, AzureDeployment } from '../operation/account.ts';
import { isObject, textField, type JsonObject } from '../reading/json-value.ts';

/** One request of a batch. */
export interface BatchLine {
  readonly customId: string;
  /** Without `/v1` and without a leading slash: `chat/completions`. */
  readonly path: string;
  readonly deployment: AzureDeployment;
  readonly body: JsonObject;
}

/** What is wrong with a batch. */
export interface BatchFault {
  readonly code: string;
  readonly message: string;
  /** Counted from 1. */
  readonly line?: number;
}

/** Same page, "The number of requests in the input file exceeds the maximum". */
const MAX_LINES = 100_000;

/** The operations that a batch may hold; embeddings are not among them (same page, FAQ). */
export const BATCH_PATHS: readonly string[] = ['chat/completions', 'responses'];

/** Reads the file. Either list is empty. */
export function readBatchInput(
  account: AzureAccount,
  content: Buffer,
  endpoint: string,
): { readonly lines: readonly BatchLine[]; readonly faults: readonly BatchFault[] } {
  const text = content.toString();
  if (text.startsWith('\uFEFF')) return { lines: [], faults: [BYTE_ORDER_MARK] };
  const rows = text.split(/\r?\n/).filter((row) => row.trim() !== '');
  if (rows.length === 0) return { lines: [], faults: [EMPTY] };
  if (rows.length > MAX_LINES) return { lines: [], faults: [TOO_MANY] };
  const read = rows.map((row, index) => readLine(account, row, index + 1));
  const faults = read.filter(isFault);
  const lines = read.filter(isLine);
  const all = faults.length > 0 ? faults : compareLines(lines, endpoint);
  return all.length > 0 ? { lines: [], faults: all } : { lines, faults: [] };
}

const EMPTY: BatchFault = {
  code: 'empty_file',
  message: 'The input file is empty. Please ensure that the batch contains at least one request.',
};
const TOO_MANY: BatchFault = {
  code: 'too_many_tasks',
  message: `The number of requests in the input file exceeds the maximum allowed value of ${MAX_LINES}.`,
};
/** Same page, "Known issues"; its code is in no source. */
const BYTE_ORDER_MARK: BatchFault = {
  code: 'model_not_found',
  message:
    "Validation failed: A valid model deployment name couldn't be extracted from the input file. " +
    "Please ensure that each row in the input file has a valid deployment name specified in the 'model' " +
    'field, and that the deployment name is consistent across all rows.',
};

function isFault(read: BatchLine | BatchFault): read is BatchFault {
  return 'code' in read;
}

function isLine(read: BatchLine | BatchFault): read is BatchLine {
  return !isFault(read);
}

function readLine(account: AzureAccount, row: string, line: number): BatchLine | BatchFault {
  const request = parse(row);
  if (request === undefined) {
    return { code: 'invalid_json_line', message: `Line ${line} is not valid JSON.`, line };
  }
  const { body } = request;
  const customId = textField(request, 'custom_id');
  const path = textField(request, 'url')?.replace(/^\/(v1\/)?/, '') ?? '';
  if (customId === undefined || !isObject(body) || request['method'] !== 'POST') {
    const message = `Line ${line} needs 'custom_id', 'method': 'POST', 'url' and 'body'.`;
    return { code: 'invalid_request', message, line };
  }
  if (!BATCH_PATHS.includes(path)) {
    return { code: 'url_mismatch', message: `Line ${line}: no batch may call '${path}'.`, line };
  }
  const name = textField(body, 'model') ?? '';
  const deployment = account.deployments.find((known) => known.name === name);
  if (deployment === undefined) {
    const message = `Line ${line}: the model deployment '${name}' wasn't found.`;
    return { code: 'model_not_found', message, line };
  }
  if (!/batch$/i.test(deployment.sku ?? '')) {
    const message = `Line ${line}: the SKU of the deployment '${name}' is not globalbatch.`;
    return { code: 'invalid_request', message, line };
  }
  return { customId, path, deployment, body };
}

function parse(row: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(row);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What only shows when the lines are looked at together. */
function compareLines(lines: readonly BatchLine[], endpoint: string): readonly BatchFault[] {
  const seen = new Set<string>();
  const [first] = lines;
  // `/chat/completions` is also the endpoint of files for the Responses API (github
  // mozilla-ai/any-llm#1348); the lines decide.
  const wanted = endpoint.replace(/^\/(v1\/)?/, '');
  const isEndpoint = wanted === first?.path || wanted === 'chat/completions';
  return lines.flatMap(({ customId, path, deployment }, index): readonly BatchFault[] => {
    const line = index + 1;
    if (path !== first?.path || !isEndpoint) {
      const message = `Line ${line}: the URL doesn't match the other lines or the endpoint.`;
      return [{ code: 'url_mismatch', message, line }];
    }
    if (deployment.name !== first.deployment.name) {
      const message = `Line ${line}: the model deployment doesn't match the rest of the file.`;
      return [{ code: 'model_mismatch', message, line }];
    }
    if (seen.has(customId)) {
      const message = `Line ${line}: the custom ID '${customId}' is a duplicate.`;
      return [{ code: 'duplicate_custom_id', message, line }];
    }
    seen.add(customId);
    return [];
  });
}
