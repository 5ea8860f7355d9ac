// The turns of a Responses WebSocket: each `response.create` is reserved before it goes to Azure, and
// settled by the event that ends its response.

import type { AzureCall, RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import { concat, decode, encode } from '../formats/bytes.ts';
import { readObject, type JsonText } from '../formats/json-object.ts';
import { editMembers } from '../formats/json-edit.ts';
import { parseObject } from '../formats/json.ts';
import type { Backend } from '../models/backend.ts';
import type { Model } from '../models/catalog.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { routeTo } from '../models/routes.ts';
import { timeoutsOf } from '../models/timeouts.ts';
import type { BodyChanges } from '../request/outgoing-body.ts';
import { readUsage } from '../stream/token-counts.ts';
import { boundCall, limitedTo } from './bounds/bound-call.ts';
import { Meter } from './meter.ts';
import { meteringOf } from './metering.ts';
import { refusalOutcome } from './refusal-outcome.ts';
import { takenBy } from './taken.ts';

interface Turn {
  readonly meter: Meter;
  readonly model: Model | undefined;
  /** Azure works on one turn of each lane at a time: https://developers.openai.com/api/docs/guides/websocket-mode */
  readonly lane: unknown;
  /** Azure has begun to work on it. */
  hasBegun: boolean;
}

/** The type of an event is near its front, and so it is in errors. */
const FRONT_LENGTH = 200;
const TAIL_LENGTH = 16 * 1024;
const BEGUN = /"type" ?: ?"response\.(created|queued|in_progress)"/;
const ENDED = /"type" ?: ?"(response\.(?:completed|incomplete|failed)|error)"/;

/** The turns of one socket, oldest first. */
export class Turns {
  readonly #context: RequestContext;
  readonly #call: AzureCall;
  readonly #backend: Backend;
  readonly #open: Turn[] = [];
  #hasEnded = false;

  constructor(context: RequestContext, call: AzureCall, backend: Backend) {
    this.#context = context;
    this.#call = call;
    this.#backend = backend;
  }

  /**
   * Reserves a turn.
   *
   * @param message as the client wrote it
   * @param forAzure the same with the name of the deployment
   * @returns the message for Azure, with its output limited to what was granted
   * @throws RequestFailure where a limit has too little left
   */
  async begin(message: JsonText, forAzure: Uint8Array): Promise<Uint8Array> {
    const metering = meteringOf(this.#context, this.#call);
    if (metering === undefined) return forAzure;
    const lane = message.get('stream_id');
    if (this.#open.some((turn) => turn.lane === lane)) {
      // Nothing would tell which of them an event is about.
      throw new RequestFailure({ kind: 'too_many_concurrent_requests', scope: 'user', most: 1 });
    }
    const model = this.#modelOf(message);
    const bound = boundCall(this.#call, {
      body: { kind: 'json', bytes: message.bytes, root: message, session: noSession },
      model,
      changes: NO_CHANGES,
    });
    const { headersMs, firstByteMs } = timeoutsOf(model);
    const meter = new Meter(this.#context, metering, {
      item: model?.id ?? this.#call.operation.path,
      bound,
      expiresInMs: headersMs + firstByteMs,
    });
    await meter.reserve();
    if (this.#hasEnded) {
      meter.settle('nothing');
      return forAzure;
    }
    this.#open.push({ meter, model, lane, hasBegun: false });
    const { members } = limitedTo(meter.units, NO_CHANGES, bound);
    const object = members.size === 0 ? undefined : readObject(forAzure);
    return object === undefined ? forAzure : concat(editMembers(object, members));
  }

  #modelOf(message: JsonText): Model | undefined {
    const name = message.get('model');
    return name === undefined
      ? undefined
      : resolveModel(name, 'responses', this.#call.choice).model;
  }

  /** Sees what Azure sends. */
  see(data: string | ArrayBuffer): void {
    if (this.#open.length === 0) return;
    const front = partOf(data, 0, FRONT_LENGTH);
    const hasBegun = BEGUN.test(front);
    const [, end] = ENDED.exec(front) ?? [];
    if (!hasBegun && end === undefined) return;
    const turn = this.#turnOf(data);
    if (turn === undefined) return;
    if (hasBegun) {
      turn.hasBegun = true;
      return;
    }
    this.#open.splice(this.#open.indexOf(turn), 1);
    const { model, meter } = turn;
    if (end === 'error' || end === 'response.failed') {
      const event = turn.hasBegun ? undefined : parseObject(partOf(data, 0));
      const status = Number(event?.['status'] ?? 400);
      meter.settle(event === undefined ? 'all' : refusalOutcome(status, event['error']));
      return;
    }
    const usage = readUsage(partOf(data, -TAIL_LENGTH));
    const route = model && routeTo(model.routes, this.#backend);
    const percent = route?.pricePercent ?? 100;
    meter.settle(takenBy(usage, { model, percent, ordered: {} }));
  }

  /** The oldest turn of the lane that an event is about. */
  #turnOf(data: string | ArrayBuffer): Turn | undefined {
    const event = readObject(typeof data === 'string' ? encode(data) : new Uint8Array(data));
    const lane = event?.get('stream_id');
    return this.#open.find((turn) => turn.lane === lane);
  }

  /** The socket has ended: how the open turns end is not seen. */
  end(): void {
    this.#hasEnded = true;
    for (const { meter } of this.#open.splice(0)) meter.settle('all');
  }
}

const NO_CHANGES: BodyChanges = { members: new Map(), removedFields: [] };

function noSession(): undefined {
  return undefined;
}

function partOf(data: string | ArrayBuffer, start: number, end?: number): string {
  return typeof data === 'string'
    ? data.slice(start, end)
    : decode(new Uint8Array(data).subarray(start, end));
}
