// The requests of the clients, and how often clients leave.
import type { Dice } from '../fuzz/dice.ts';

export interface SoakOperation {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly body: string;
  /** Sent twice, it does no more than sent once. */
  readonly repeatable: boolean;
  /** What the answer is made of. */
  readonly answer: 'json' | 'chat-events' | 'response-events';
}

const JSON_TYPE = 'application/json';
function chat(more: object) {
  return JSON.stringify({
    model: 'gpt-5.4-mini',
    messages: [{ role: 'user', content: 'hi' }],
    ...more,
  });
}
function response(more: object) {
  return JSON.stringify({ model: 'gpt-4o', input: 'hi', ...more });
}

export const SOAK_OPERATIONS: readonly [SoakOperation, ...SoakOperation[]] = [
  {
    name: 'chat',
    path: '/v1/chat/completions',
    type: JSON_TYPE,
    body: chat({}),
    repeatable: true,
    answer: 'json',
  },
  {
    name: 'chat, streamed',
    path: '/v1/chat/completions',
    type: JSON_TYPE,
    body: chat({ stream: true }),
    repeatable: true,
    answer: 'chat-events',
  },
  {
    name: 'responses',
    path: '/v1/responses',
    type: JSON_TYPE,
    body: response({}),
    repeatable: false,
    answer: 'json',
  },
  {
    name: 'responses, streamed',
    path: '/v1/responses',
    type: JSON_TYPE,
    body: response({ stream: true }),
    repeatable: false,
    answer: 'response-events',
  },
  {
    name: 'embeddings',
    path: '/v1/embeddings',
    type: JSON_TYPE,
    body: '{"model":"text-embedding-3-small","input":"hi"}',
    repeatable: true,
    answer: 'json',
  },
  {
    name: 'files',
    path: '/v1/files',
    type: 'multipart/form-data; boundary=b',
    body: `--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'x'.repeat(20_000)}\r\n--b--\r\n`,
    repeatable: false,
    answer: 'json',
  },
];

/** When a client leaves: once Azure has the request, once the answer has begun, or not at all. */
export type Leaving = 'received' | 'begun' | 'never';

export interface SoakRequest {
  readonly id: number;
  readonly operation: SoakOperation;
  readonly leaving: Leaving;
}

export function planRequest(dice: Dice, id: number): SoakRequest {
  return {
    id,
    operation: dice.pick(SOAK_OPERATIONS),
    leaving: dice.weighted<Leaving>([90, () => 'never'], [5, () => 'received'], [5, () => 'begun']),
  };
}
