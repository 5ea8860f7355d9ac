// The Responses API over a WebSocket: `response.create` in, the events of an HTTP stream out, one
// response after the other, never two at once. Events say which lane they belong to if the message named one
// with `stream_id` (https://developers.openai.com/api/docs/guides/websocket-mode)
// (https://learn.microsoft.com/azure/foundry/openai/how-to/websockets). It has no time limit; Azure ends one after 60 minutes.
import { isObject, textField, type JsonObject } from '../reading/json-value.ts';
import { subjectOf } from '../usage/charging.ts';
import { describeModel } from '../models/model-facts.ts';
import type { Usage } from '../usage/usage.ts';
import { NO_FAULT } from '../faults/fault.ts';
import {
  deploymentNotFound,
  invalidRequest,
  operationNotSupported,
  Refusal,
} from '../answers/refusal.ts';
import type { Outbox, Session, SocketCall, SocketOperation } from '../sockets/session.ts';
import type { KeptResponse } from './items/response-store.ts';
import { responseEvents } from './output/response-events.ts';
import { runResponse, type RunResponse } from './run-response.ts';

/** The row of the table of WebSockets. */
export const RESPONSE_SOCKET: SocketOperation = {
  surface: 'v1',
  path: 'responses',
  deploymentIn: [],
  capability: 'responses',
  open: (call) => new ResponseSession(call),
};

class ResponseSession implements Session {
  readonly greeting = [];
  readonly #call: SocketCall;
  /** The last response of each lane, which can be continued though `store` is false (same page). */
  readonly #last = new Map<string | undefined, KeptResponse>();

  constructor(call: SocketCall) {
    this.#call = call;
  }

  receive(message: string, outbox: Outbox): void {
    const event = parse(message);
    const lane = event instanceof Refusal ? undefined : textField(event, 'stream_id');
    const result = event instanceof Refusal ? event : this.#run(event, lane);
    const events =
      result instanceof Refusal ? [toErrorEvent(result)] : responseEvents(result.parts);
    outbox.send(lane === undefined ? events : events.map((one) => ({ ...one, stream_id: lane })));
  }

  #run(event: JsonObject, lane: string | undefined): RunResponse | Refusal {
    // `stream` and `background` mean nothing here (same page).
    const {
      type,
      generate,
      stream: _stream,
      background: _background,
      stream_id: _lane,
      ...body
    } = event;
    if (type !== 'response.create') {
      return invalidRequest(
        `Invalid value: '${String(type)}'. Supported values are: 'response.create'.`,
        'type',
        'invalid_value',
      );
    }
    const { account, now, memory, surface, query, request, pace, usage, bill } = this.#call;
    const name = textField(body, 'model');
    if (name === undefined) return invalidRequest('you must provide a model parameter', 'model');
    const deployment = account.deployments.find((known) => known.name === name);
    if (deployment === undefined) return deploymentNotFound();
    const model = describeModel(deployment.model, deployment.version);
    if (!model.capabilities.includes('responses')) {
      return operationNotSupported('responses', model.name);
    }
    const createdS = Math.floor(now() / 1000);
    const call = {
      surface,
      params: [],
      query,
      request,
      account,
      memory,
      pace,
      usage,
      bill,
      createdS,
    };
    const unasked = { apiVersion: 'v1', form: undefined, fault: NO_FAULT };
    const charged = { deployment, operationId: 'Responses_Create', body };
    const charge = (used: Usage) => {
      bill.add(subjectOf(call, charged, 200), used);
    };
    const result = runResponse(
      { ...call, ...unasked, model, body, charge },
      {
        // A lane can go on from what another one said last (same guide).
        recall: (id) => [...this.#last.values()].find((last) => last.id === id),
        isWarmUp: generate === false,
      },
    );
    if (!(result instanceof Refusal)) this.#last.set(lane, result.kept);
    // A failed turn forgets what it wanted to continue (same page, "Continuation semantics").
    else if (this.#last.get(lane)?.id === body['previous_response_id']) this.#last.delete(lane);
    return result;
  }
}

function parse(message: string): JsonObject | Refusal {
  try {
    const event: unknown = JSON.parse(message);
    if (isObject(event)) return event;
  } catch {
    // Reported below.
  }
  return invalidRequest('We could not parse the JSON of your message.', null);
}

/** Same page, "Troubleshooting". */
function toErrorEvent({ status, body }: Refusal): object {
  return { type: 'error', status, ...(isObject(body) ? { error: body['error'] } : {}) };
}
