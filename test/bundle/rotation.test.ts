// Azure's keys and a user's key are renewed while requests are under way. New bindings start a new
// process, as a deployment gives every location a new Worker while old Workers finish their requests.
import { afterEach, expect, test } from 'vitest';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { startAzure, type AzureStandIn } from '../../azure-stand-in/server.ts';
import {
  AZURE_KEY,
  chatBody,
  STACK_BINDINGS,
  startGateway,
  USER_KEY,
  type RunningGateway,
} from './running-gateway.ts';

const CLIENTS = 12;
/** The number of requests that end between two steps of a rotation. */
const BETWEEN_STEPS = 60;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An account whose keys can be renewed. */
async function startAccount(keys: readonly string[]): Promise<AzureStandIn> {
  const deployments = [{ name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' }];
  const azure = await startAzure({
    accounts: [{ subdomain: 'acc', keys, deployments }],
    record: true,
  });
  stops.push(() => azure.close());
  return azure;
}

async function deploy(azure: AzureStandIn, bindings: Readonly<Record<string, string>>) {
  const upstream = new URL(azure.url);
  const gateway = await startGateway({ upstream, bindings: { ...STACK_BINDINGS, ...bindings } });
  stops.push(() => gateway.stop());
  return gateway;
}

/** Clients that send requests without a pause, some of them for streams. */
class Load {
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
async function replace(load: Load, by: RunningGateway): Promise<void> {
  const [old] = load.gateways;
  if (old === undefined) throw new RangeError('no gateway');
  load.gateways = [old, by];
  await load.more();
  load.gateways = [by];
  await load.settled();
  await old.stop();
  await load.more();
}

async function expectNoneLost(load: Load): Promise<void> {
  await load.stop();
  expect(load.outcomes.filter((outcome) => outcome !== 'answered')).toEqual([]);
}

test("Azure's keys are renewed, one after the other, and no request is lost", async () => {
  const keys = ['old-1', 'old-2'];
  const azure = await startAccount(keys);
  const active = (key: string) => ({ BACKEND_KEYS: JSON.stringify({ swedencentral: key }) });
  const load = new Load(await deploy(azure, active('old-1')), USER_KEY);
  await load.more();
  // activeKey: 2, then key 1 is renewed, then back and key 2.
  await replace(load, await deploy(azure, active('old-2')));
  keys[0] = 'new-1';
  await load.more();
  await replace(load, await deploy(azure, active('new-1')));
  keys[1] = 'new-2';
  await load.more();
  await expectNoneLost(load);
  const used = new Set(azure.requests.map(({ headers }) => headers['api-key']));
  expect(used).toEqual(new Set(['old-1', 'old-2', 'new-1']));
});

test("a user's key is renewed, and no request is lost", async () => {
  const azure = await startAccount([AZURE_KEY]);
  const users = (...userKeys: string[]) => ({
    CHIT_USERS: encodeUsers(userKeys.map((key) => ({ name: 'alice', key }))),
  });
  const load = new Load(await deploy(azure, users('sk-old')), 'sk-old');
  await load.more();
  await replace(load, await deploy(azure, users('sk-old', 'sk-new')));
  load.keys = ['sk-old', 'sk-new'];
  await load.more();
  load.keys = ['sk-new'];
  await load.settled();
  const last = await deploy(azure, users('sk-new'));
  await replace(load, last);
  await expectNoneLost(load);
  const refused = await last.post('/v1/chat/completions', chatBody('hi'), {
    authorization: 'Bearer sk-old',
  });
  expect(refused.status).toBe(401);
});
