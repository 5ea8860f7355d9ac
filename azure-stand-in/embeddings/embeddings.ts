// Embeddings, from a call to its answer.
import {
  isTextList,
  isTokenList,
  numberField,
  textField,
  type JsonObject,
} from '../reading/json-value.ts';
import { embedInput } from './embedding-vector.ts';
import type { Answer } from '../answers/answer.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { checkLimits } from '../reading/parameter.ts';
import { invalidRequest, Refusal } from '../answers/refusal.ts';
import { countTokens } from '../text/tokens.ts';
import { usageOf } from '../usage/usage-directive.ts';
import { NOTHING } from '../usage/usage.ts';

/** Longest single input, and all of them together (Microsoft Learn, quotas-limits). */
const MAX_INPUT_TOKENS = 8192;
const MAX_TOTAL_TOKENS = 300_000;

/** `POST embeddings`: one vector for each input, in the order of the inputs. */
export function answerEmbeddings(call: DeploymentCall): Answer {
  const inputs = readInputs(call.body);
  if (inputs === undefined) {
    return invalidRequest(
      "Missing required parameter: 'input'. It is a string, an array of strings, an array of " +
        'tokens or an array of token arrays, none of them empty.',
      'input',
      'missing_required_parameter',
    );
  }
  const tokens = inputs.reduce((sum, input) => sum + tokensOf(input), 0);
  const tooMany = checkTokens(inputs);
  // The input was read, so it is billed.
  if (tooMany !== undefined) call.charge({ ...NOTHING, input: tokens });
  const refusal = checkLimits(call.body) ?? tooMany;
  if (refusal !== undefined) return refusal;
  const dimensions = readDimensions(call);
  if (dimensions instanceof Refusal) return dimensions;
  const isBase64 = textField(call.body, 'encoding_format') === 'base64';
  const { input } = usageOf({ input: tokens, output: 0, limit: 0 }, call.usage);
  call.charge({ ...NOTHING, input });
  return {
    kind: 'json',
    body: {
      object: 'list',
      data: inputs.map((input, index) => {
        const vector = embedInput(call.model.name, input, dimensions);
        return {
          object: 'embedding',
          index,
          embedding: isBase64 ? toBase64(vector) : Array.from(vector),
        };
      }),
      model: call.model.servedName,
      ...(call.usage.isOmitted ? {} : { usage: { prompt_tokens: input, total_tokens: input } }),
    },
  };
}

/** Tokens of all inputs. */
export function estimateEmbeddingTokens(body: JsonObject): number {
  return (readInputs(body) ?? []).reduce((sum, input) => sum + tokensOf(input), 0);
}

/** Text, or its tokens. */
type Input = string | readonly number[];

function tokensOf(input: Input): number {
  return typeof input === 'string' ? countTokens(input) : input.length;
}

function readInputs(body: JsonObject): readonly Input[] | undefined {
  const input = body['input'];
  if (typeof input === 'string') return input === '' ? undefined : [input];
  if (isTokenList(input)) return [input];
  const items: readonly unknown[] = Array.isArray(input) ? input : [];
  if (items.length === 0) return undefined;
  if (isTextList(items)) return items.includes('') ? undefined : items;
  return items.every(isTokenList) ? items : undefined;
}

function checkTokens(inputs: readonly Input[]): Refusal | undefined {
  const counts = inputs.map(tokensOf);
  const longest = Math.max(...counts);
  if (longest > MAX_INPUT_TOKENS) {
    return invalidRequest(
      `This model's maximum context length is ${MAX_INPUT_TOKENS} tokens, however you requested ` +
        `${longest} tokens (${longest} in your prompt; 0 for the completion). Please reduce your ` +
        'prompt; or completion length.',
      null,
    );
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total > MAX_TOTAL_TOKENS
    ? invalidRequest(
        `Invalid 'input': maximum request size is ${MAX_TOTAL_TOKENS} tokens per request.`,
        'input',
        'max_tokens_per_request',
      )
    : undefined;
}

function readDimensions(call: DeploymentCall): number | Refusal {
  const { dimensions: full, isAdjustable } = call.model.embedding;
  const wanted = numberField(call.body, 'dimensions');
  if (wanted === undefined) return full;
  if (!isAdjustable) {
    return invalidRequest('This model does not support specifying dimensions.', null);
  }
  return Number.isInteger(wanted) && wanted >= 1 && wanted <= full
    ? wanted
    : invalidRequest(
        `Invalid value for 'dimensions' = ${wanted}. Must be from 1 to ${full}.`,
        null,
      );
}

/** Little-endian float32, as OpenAI's SDKs read it. */
function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
