// Three accounts in one server that fail at random: in spells, as accounts do, and now and then.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '../fuzz/dice.ts';
import { listenOnLoopback, type Loopback } from '../support/loopback.ts';
import { SOAK_OPERATIONS, type SoakOperation } from './plan.ts';

/** What an account does with a request. `slow` is an answer that takes its time. */
export type Outcome = 'ok' | 'slow' | '429' | '500' | '503' | 'reset' | 'cut';

/** A request as it arrived. */
export interface Attempt {
  /** Of the client's request. */
  readonly id: number;
  readonly host: string;
  readonly outcome: Outcome;
  /** Its answer, or what there is of it, has ended or its connection has. */
  readonly ended: Promise<void>;
}

const SICK: readonly [Outcome, ...Outcome[]] = ['429', '500', '503', 'reset', 'cut', 'slow'];

/** By what the client's request is known here; the gateway passes `x-ms-` on. */
export const ID_HEADER = 'x-ms-soak';

/** @param slowMs how long a slow answer takes to begin, and as long again to end */
export async function startFailingUpstream(
  seed: number,
  slowMs: number,
  onAttempt: (attempt: Attempt) => void,
): Promise<Loopback> {
  const accounts = new Map<string, () => Outcome>();
  const dice = new Dice(seed, 0);
  const server = createServer((incoming, response) => {
    const host = incoming.headers.host ?? '';
    const draw = accounts.get(host) ?? spells(dice);
    accounts.set(host, draw);
    incoming.on('error', () => undefined);
    response.on('error', () => undefined);
    incoming.resume();
    incoming.on('end', () => {
      const outcome = draw();
      const ended = new Promise<void>((resolve) => response.once('close', resolve));
      const id = Number(incoming.headers[ID_HEADER]);
      onAttempt({ id, host, outcome, ended });
      void answer(outcome, incoming, response, slowMs, dice);
    });
  });
  return listenOnLoopback(server);
}

/** Healthy for some hundred requests, then failing for a few. Single requests fail at any time. */
function spells(dice: Dice): () => Outcome {
  let left = 0;
  let spell: Outcome = 'ok';
  return () => {
    if (left-- <= 0) {
      spell = spell === 'ok' ? dice.pick(SICK) : 'ok';
      left = spell === 'ok' ? 100 + dice.below(400) : 3 + dice.below(12);
    }
    // Answers without a time to wait come in spells only, because they cause a cooldown of seconds.
    return dice.chance(0.05) ? dice.pick(['429', '503', 'cut', 'slow', 'slow', 'slow']) : spell;
  };
}

async function answer(
  outcome: Outcome,
  incoming: IncomingMessage,
  response: ServerResponse,
  slowMs: number,
  dice: Dice,
): Promise<void> {
  if (outcome === 'reset') {
    incoming.socket.resetAndDestroy();
    return;
  }
  // Both sides' log lines name it.
  response.setHeader('apim-request-id', `soak-${String(incoming.headers[ID_HEADER])}`);
  if (outcome === '429' || outcome === '500' || outcome === '503') {
    const soon = dice.chance(0.8);
    const header = dice.pick(['retry-after-ms', 'x-ms-retry-after-ms']);
    if (outcome === '429' && !soon) response.setHeader('retry-after', '1');
    else if (soon) response.setHeader(header, String(1 + dice.below(50)));
    response.writeHead(Number(outcome), { 'content-type': 'application/json' });
    response.end('{"error":{"message":"not now","code":"x"}}');
    return;
  }
  if (outcome === 'slow') await sleep(slowMs);
  const frames = framesOf(incoming);
  const isJson = frames.length === 1;
  response.writeHead(200, {
    'content-type': isJson ? 'application/json' : 'text/event-stream',
    ...(isJson && { 'content-length': String(Buffer.byteLength(frames[0] ?? '')) }),
  });
  const [last = '', ...others] = frames.toReversed();
  for (const frame of others.toReversed()) response.write(frame);
  if (outcome === 'slow') await sleep(slowMs);
  if (outcome !== 'cut') {
    response.end(last);
    return;
  }
  response.write(last.slice(0, last.length / 2), () => incoming.socket.destroy());
}

/** The whole answer of an operation; one of several parts is a stream of events. */
export function framesFor({ answer }: SoakOperation): readonly string[] {
  if (answer === 'json') return [JSON_ANSWER];
  if (answer === 'chat-events') return CHAT_EVENTS;
  return RESPONSE_EVENTS;
}

function framesOf({ url = '', headers }: IncomingMessage): readonly string[] {
  const name = headers['x-ms-soak-operation'];
  const operation = SOAK_OPERATIONS.find((each) => each.name === name);
  if (operation === undefined) throw new TypeError(`a request for ${url} that no client has sent`);
  return framesFor(operation);
}

const JSON_ANSWER = JSON.stringify({ id: 'x', object: 'x', data: 'y'.repeat(2000) });
function event(data: object | string, name?: string) {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}
const delta = { choices: [{ index: 0, delta: { content: 'word ' }, content_filter_results: {} }] };
const CHAT_EVENTS = [...Array.from({ length: 20 }, () => event(delta)), event('[DONE]')];
const RESPONSE_EVENTS = [
  ...Array.from({ length: 20 }, () =>
    event({ type: 'response.output_text.delta', delta: 'word ' }, 'response.output_text.delta'),
  ),
  event({ type: 'response.completed', response: { id: 'resp_1' } }, 'response.completed'),
];
