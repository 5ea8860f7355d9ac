// What a client's messages over a WebSocket may name: their model (Responses), and whatever else reaches
// Azure unchanged.

import { toWireError } from '../contract/errors.ts';
import { RequestFailure } from '../contract/failure.ts';
import { MAX_MEMBERS } from '../contract/limits.ts';
import { decode } from '../formats/bytes.ts';
import { repeatsMember, setMember } from '../formats/json-edit.ts';
import { readObject, type JsonText } from '../formats/json-object.ts';
import type { Backend } from '../models/backend.ts';
import { isRestricted } from '../models/catalog.ts';
import { checkInside, KEYS_INSIDE, type Rights } from '../models/named-inside.ts';
import { findAmbiguous, TYPE } from '../metering/bounds/not-metered.ts';
import type { Turns } from '../metering/turns.ts';
import { withLiveDeployments } from './live-messages.ts';
import { deploymentOnSocket } from './socket-model.ts';
import type { SocketData, SocketVerdict } from './relay-socket.ts';

/** What the messages of a socket may name: what the caller may use, at the account that it leads to. */
export interface Served extends Rights {
  readonly backend: Backend;
  /** Where messages name models; those of realtime sockets name none of their own. */
  readonly protocol: 'responses' | 'live' | 'realtime';
}

/** Judges a client's message. An answer in its place is an error event. */
export function judgeMessage(data: SocketData, bytes: Uint8Array, served: Served): SocketVerdict {
  try {
    return passed(data, bytes, withDeployments(readOrRefuse(bytes), served));
  } catch (error) {
    return refusedFor(error);
  }
}

/** Judges a message, and reserves what it makes Azure do. */
export async function judgeTurn(
  data: SocketData,
  bytes: Uint8Array,
  served: Served,
  turns: Turns,
): Promise<SocketVerdict> {
  try {
    const message = readOrRefuse(bytes);
    const named = withDeployments(message, served);
    const isTurn = createsResponse(message);
    return passed(data, bytes, isTurn ? await turns.begin(message, named) : named);
  } catch (error) {
    return refusedFor(error);
  }
}

/** The message as it came, unless something in it has changed. */
function passed(data: SocketData, bytes: Uint8Array, forAzure: Uint8Array): SocketVerdict {
  return { kind: 'pass', data: forAzure === bytes ? data : decode(forAzure) };
}

/** @throws what is not an expected failure */
function refusedFor(error: unknown): SocketVerdict {
  if (!(error instanceof RequestFailure)) throw error;
  const { status, error: shown } = toWireError(error.failure);
  return { kind: 'refuse', answer: JSON.stringify({ type: 'error', status, error: shown }) };
}

/** What the client may send beside it: https://developers.openai.com/api/docs/guides/websocket-mode */
const FREE_MESSAGES: ReadonlySet<unknown> = new Set(['response.cancel']);

/** @throws RequestFailure where it cannot be told */
function createsResponse({ members, get }: JsonText): boolean {
  const type = get('type');
  const isClear = findAmbiguous(members, TYPE) === undefined;
  if (isClear && type === 'response.create') return true;
  if (isClear && FREE_MESSAGES.has(type)) return false;
  throw new RequestFailure({ kind: 'not_metered', what: 'a message of this `type`' });
}

/** Only a JSON object passes, whether it comes as text or as bytes: anything else could be read in another way. */
function readOrRefuse(bytes: Uint8Array): JsonText {
  const message = readObject(bytes, { most: MAX_MEMBERS, watch: KEYS_INSIDE });
  if (message === undefined) throw new RequestFailure({ kind: 'invalid_json' });
  return message;
}

/** The message with deployments' names, after everything that it names was checked. */
function withDeployments(message: JsonText, served: Served): Uint8Array {
  switch (served.protocol) {
    case 'live': {
      // What Azure gets is checked: there every name is a deployment's.
      const named = withLiveDeployments(message, served);
      checkInside(named === message.bytes ? message : readOrRefuse(named), served, 'none');
      return named;
    }
    case 'responses': {
      checkInside(message, served, 'body');
      const deployment = deploymentOf(message, served);
      const isNamed = message.get('model') === deployment && !repeatsMember(message, 'model');
      if (deployment === undefined || isNamed) return message.bytes;
      return setMember(message, 'model', JSON.stringify(deployment));
    }
    case 'realtime':
      checkInside(message, served, 'none');
      return message.bytes;
  }
}

/**
 * The deployment of the message's model. `response.create` names it:
 * https://learn.microsoft.com/azure/foundry/openai/how-to/responses
 */
function deploymentOf(message: JsonText, served: Served): string | undefined {
  const isNeeded = isRestricted(served.choice) && mayCreate(message.get('type'));
  if (!message.has('model') && !isNeeded) return undefined;
  return deploymentOnSocket(message.get('model'), 'responses', served);
}

/** Whether a message could create a response, of which the model would be Azure's choice. */
function mayCreate(type: unknown): boolean {
  return typeof type !== 'string' || type.trim().toLowerCase() === 'response.create';
}
