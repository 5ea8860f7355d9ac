// Requests without a pause, and deployments meanwhile. New bindings start a new process, as a deployment
// gives every location a new Worker while old Workers finish their requests.
import { expect } from 'vitest';
import { chatBody, type RunningGateway } from './running-gateway.ts';

const CLIENTS = 12;
/** The number of requests that end between two steps. */
const BETWEEN_STEPS = 60;

/** Clients that send requests without a pause, some of them for streams. */
export class Load {
  /** Where requests go; several while a deployment spreads. */
  gateways: readonly RunningGateway[];
  /** What clients send; several while users change over. */
  keys: readonly string[];
  readonly outcomes: string[] = [];
  #sent = 0;
  #stopped = false;
  readonly #waiting: (() => boolean)[] = [];
  readonly #clients: Promise<unknown>;
  /** By the number of the request. */
  readonly #underWay = new Map<number, Promise<void>>();

  constructor(gateway: RunningGateway, key: string) {
    this.gateways = [gateway];
    this.keys = [key];
    this.#clients = Promise.all(Array.from({ length: CLIENTS }, () => this.#client()));
  }

  /** Resolves when so many more requests have ended. */
  more(): Promise<void> {
    const enough = this.outcomes.length + BETWEEN_STEPS;
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        if (this.outcomes.length < enough) return false;
        resolve();
        return true;
      });
    });
  }

  /** Resolves when all that is under way now has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#clients;
  }

  async #client(): Promise<void> {
    while (!this.#stopped) {
      const number = this.#sent++;
      const sending = this.#send(number);
      this.#underWay.set(number, sending);
      await sending;
      this.#underWay.delete(number);
      const left = this.#waiting.filter((isDone) => !isDone());
      this.#waiting.splice(0, Infinity, ...left);
    }
  }

  async #send(number: number): Promise<void> {
    const gateway = this.gateways[number % this.gateways.length];
    const key = this.keys[number % this.keys.length] ?? '';
    if (gateway === undefined) throw new RangeError('no gateway');
    const stream = number % 3 === 0;
    const headers = { authorization: `Bearer ${key}`, 'x-ms-pace': 'interval-ms=1' };
    try {
      const response = await gateway.post(
        '/v1/chat/completions',
        chatBody('hi', { stream }),
        headers,
      );
      const text = await response.text();
      const isWhole = stream ? text.endsWith('data: [DONE]\n\n') : text.endsWith('}');
      this.outcomes.push(
        response.status === 200 && isWhole ? 'answered' : `${response.status} ${text}`,
      );
    } catch (error) {
      this.outcomes.push(String(error));
    }
  }
}

/** Does what a deployment does: starts the new Worker beside the old one, which then finishes its requests. */
export async function replace(load: Load, by: RunningGateway): Promise<void> {
  const [old] = load.gateways;
  if (old === undefined) throw new RangeError('no gateway');
  load.gateways = [old, by];
  await load.more();
  load.gateways = [by];
  await load.settled();
  await old.stop();
  await load.more();
}

export async function expectNoneLost(load: Load): Promise<void> {
  await load.stop();
  expect(load.outcomes.filter((outcome) => outcome !== 'answered')).toEqual([]);
}
