// One scenario through the real gateway, from the request to the response, in virtual time.
import { nativeBody, NativeResponse, withNativeBody } from '../support/native-body.ts';
import { HeldBytes } from '../../worker/held-bytes.ts';
import { Drains } from '../../worker/request/drain-body.ts';
import { evenNumbers } from '../../worker/accounts/even-numbers.ts';
import { parseConfig } from '../../worker/config/parse-config.ts';
import type { Instance } from '../../worker/context.ts';
import type { LogLine } from '../../worker/contract/log.ts';
import { handleRequest } from '../../worker/handle-request.ts';
import { Cooldowns } from '../../worker/models/cooldowns.ts';
import { SeenRequests } from '../../worker/operations/usage/seen-requests.ts';
import { Dice } from '../fuzz/dice.ts';
import type { Scenario, User } from './scenario.ts';
import { estimateTokens, VirtualAccount, type Attempt } from './virtual-azure.ts';
import { VirtualTime } from './virtual-time.ts';

/** A client's request and what became of it. */
export interface Exchange {
  readonly id: number;
  readonly user: User;
  readonly atMs: number;
  /** Whether some account would have answered it when it came. */
  readonly couldBeServed: boolean;
  readonly attempts: Attempt[];
  status: number | undefined;
  /** The answer is a stream that holds a failure. */
  failedInside: boolean;
  /** The gateway's line in the log says that it has a bug. */
  bug: string | undefined;
}

export interface Run {
  readonly scenario: Scenario;
  readonly exchanges: readonly Exchange[];
}

/** By what Azure knows the client's request; the gateway passes `x-ms-` on. */
const ID_HEADER = 'x-ms-simulation';
const EPOCH_MS = 1_800_000_000_000;

/** Runs it. The same scenario has the same run. */
export async function simulate(scenario: Scenario): Promise<Run> {
  // Node has no native pipe, only the standard transform.
  Object.assign(globalThis, { IdentityTransformStream: TransformStream, Response: NativeResponse });
  const { seed, accounts, users, durationMs } = scenario;
  const time = new VirtualTime();
  const exchanges: Exchange[] = [];
  const clouds = new Map(
    accounts.map((account, index) => {
      const cloud = new VirtualAccount(account, time, new Dice(seed, 100 + index), (attempt) => {
        exchanges[attempt.id]?.attempts.push(attempt);
      });
      return [`${account.name}.openai.azure.com`, cloud];
    }),
  );
  const instance: Instance = {
    config: parseConfig(bindingsOf(scenario)),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const cloud = clouds.get(new URL(request.url).hostname);
      if (cloud === undefined) throw new TypeError(`no account at ${request.url}`);
      const id = Number(request.headers.get(ID_HEADER));
      return withNativeBody(await cloud.answer(id, await request.text()));
    },
    log: (line) => {
      noteLine(exchanges, line);
    },
    now: () => EPOCH_MS + time.now,
    nextFraction: evenNumbers(new Dice(seed, 1).draw()),
    cooldowns: new Cooldowns(() => EPOCH_MS + time.now),
    azureToken: undefined,
    userRate: undefined,
    ledger: undefined,
    heldBytes: new HeldBytes(),
    drains: new Drains(),
    seen: new SeenRequests(EPOCH_MS),
    loadPageFile: () => Promise.resolve(undefined),
  };
  for (const [index, user] of users.entries()) {
    const dice = new Dice(seed, 1000 + index);
    const next = (): void => {
      if (time.now >= durationMs) return;
      const body = bodyOf(user);
      const tokens = estimateTokens(body);
      const couldBeServed = [...clouds.values()].some((cloud) => cloud.couldServe(tokens));
      const id = exchanges.length;
      const exchange: Exchange = {
        id,
        user,
        atMs: time.now,
        couldBeServed,
        attempts: [],
        status: undefined,
        failedInside: false,
        bug: undefined,
      };
      exchanges.push(exchange);
      void send(exchange, JSON.stringify(body), instance);
      // Between half and one and a half of the time.
      time.after(user.everyMs * (0.5 + dice.draw()), next);
    };
    time.after(user.fromMs + dice.draw() * user.everyMs, next);
  }
  await time.run();
  return { scenario, exchanges };
}

async function send(exchange: Exchange, body: string, instance: Instance): Promise<void> {
  const { user, id } = exchange;
  const path = user.kind === 'chat' ? 'chat/completions' : 'responses';
  const request = new Request(`https://gateway.example/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keyOf(user)}`,
      'content-type': 'application/json',
      [ID_HEADER]: String(id),
    },
    body: nativeBody(new Blob([body]).stream() as ReadableStream<Uint8Array>),
    duplex: 'half',
  } as RequestInit);
  const response = await handleRequest(request, instance, (promise) => void promise);
  const text = await response.text();
  exchange.status = response.status;
  exchange.failedInside = response.ok && text.includes('"error":{');
}

function noteLine(exchanges: readonly Exchange[], { bug, user }: LogLine): void {
  if (bug === undefined) return;
  const last = exchanges.findLast((each) => each.user.name === user);
  if (last !== undefined) last.bug = bug;
}

function bodyOf({ kind, stream, promptTokens, maxTokens }: User): object {
  const text = 'word'.repeat(promptTokens);
  const common = { model: 'chat', ...(stream && { stream }) };
  if (kind === 'responses') {
    return { ...common, input: text, ...(maxTokens > 0 && { max_output_tokens: maxTokens }) };
  }
  const messages = [{ role: 'user', content: text }];
  return { ...common, messages, ...(maxTokens > 0 && { max_completion_tokens: maxTokens }) };
}

function keyOf({ name }: User): string {
  return `sk-simulated-key-of-${name}`;
}

function bindingsOf({ accounts, users }: Scenario): Record<string, string> {
  const people = users.map((user) => ({ name: user.name, key: keyOf(user) }));
  const backends = accounts.map(({ name, weight, priority }) => ({ name, weight, priority }));
  return {
    CHIT_USERS: btoa(JSON.stringify(people)),
    MODELS: JSON.stringify([{ id: 'chat', model: 'gpt-5.4-mini', backends }]),
    BACKENDS: JSON.stringify(
      accounts.map(({ name }) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
    ),
    BACKEND_KEYS: JSON.stringify(Object.fromEntries(accounts.map(({ name }) => [name, 'key']))),
  };
}
