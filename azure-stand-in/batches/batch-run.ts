// Running the lines of a batch, with the operations that answer them one by one, and the files
// that come of it (https://learn.microsoft.com/azure/foundry/openai/how-to/batch).
import { answerChat } from '../chat/chat.ts';
import { describeModel } from '../models/model-facts.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call } from '../operation/operation.ts';
import { operationNotSupported, Refusal } from '../answers/refusal.ts';
import { answerResponse } from '../responses/responses.ts';
import { tokenId } from '../text/token-id.ts';
import type { BatchLine } from './batch-input.ts';

/** What came of a batch: two files of JSON lines. */
interface BatchResult {
  readonly output: Buffer;
  /** There is one also when nothing failed; it is empty then (same page, "Troubleshooting"). */
  readonly errors: Buffer;
  readonly completed: number;
  readonly failed: number;
}

/** Runs all lines. */
export function runBatch(call: Call, lines: readonly BatchLine[]): BatchResult {
  const answers = lines.map((line) => ({ line, answer: answerLine(call, line) }));
  // Same page: "Responses won't be returned in identical order".
  const reversed = answers.toReversed();
  const failed = reversed.filter(({ answer }) => answer instanceof Refusal);
  const completed = reversed.filter(({ answer }) => !(answer instanceof Refusal));
  return {
    output: toLines(completed),
    errors: toLines(failed),
    completed: completed.length,
    failed: failed.length,
  };
}

function answerLine(call: Call, { path, deployment, body }: BatchLine): Answer {
  const model = describeModel(deployment.model, deployment.version);
  const isChat = path === 'chat/completions';
  const capability = isChat ? 'chatCompletion' : 'responses';
  if (!model.capabilities.includes(capability))
    return operationNotSupported(capability, model.name);
  const { stream: _stream, stream_options: _options, ...plain } = body;
  // Answers of a batch are those of v1, whichever surface asks how it is getting on.
  const lineCall = { ...call, surface: 'v1', apiVersion: 'v1', model, body: plain } as const;
  return isChat ? answerChat(lineCall) : answerResponse(lineCall);
}

function toLines(
  answers: readonly { readonly line: BatchLine; readonly answer: Answer }[],
): Buffer {
  const rows = answers.map(({ line, answer }) => {
    const status_code = answer instanceof Refusal ? answer.status : 200;
    const body = 'body' in answer ? answer.body : null;
    const request_id = tokenId('req_', line.customId);
    const response = { body, request_id, status_code };
    return `${JSON.stringify({ custom_id: line.customId, response, error: null })}\n`;
  });
  return Buffer.from(rows.join(''));
}
