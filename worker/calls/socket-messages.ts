// What a client's messages over a WebSocket may name: their model (Responses), and whatever else reaches
// Azure unchanged.

import { toWireError } from '../contract/errors.ts';
import { RequestFailure, type Failure } from '../contract/failure.ts';
import { MAX_MEMBERS } from '../contract/limits.ts';
import { decode, encode } from '../formats/bytes.ts';
import { repeatsMember, setMember } from '../formats/json-edit.ts';
import { readObject, type JsonText } from '../formats/json-object.ts';
import type { Backend } from '../models/backend.ts';
import { isRestricted } from '../models/catalog.ts';
import { checkInside, KEYS_INSIDE, type Rights } from '../models/named-inside.ts';
import { findAmbiguous, TYPE } from '../metering/not-metered.ts';
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

const READING = { most: MAX_MEMBERS, watch: KEYS_INSIDE };

/** Judges a client's message. An answer in its place is an error event. */
export function judgeMessage(data: SocketData, bytes: Uint8Array, served: Served): SocketVerdict {
  try {
    return { kind: 'pass', data: toAzure(data, bytes, served) };
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    return { kind: 'refuse', answer: errorEvent(error.failure) };
  }
}

/** Judges a message, and reserves what it makes Azure do. */
export async function judgeTurn(
  data: SocketData,
  bytes: Uint8Array,
  served: Served,
  turns: Turns,
): Promise<SocketVerdict> {
  const verdict = judgeMessage(data, bytes, served);
  const message = verdict.kind === 'pass' ? readObject(bytes, READING) : undefined;
  if (verdict.kind === 'refuse' || message === undefined) return verdict;
  try {
    if (!createsResponse(message)) return verdict;
    const forAzure =
      typeof verdict.data === 'string' ? encode(verdict.data) : new Uint8Array(verdict.data);
    return { kind: 'pass', data: decode(await turns.begin(message, forAzure)) };
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    return { kind: 'refuse', answer: errorEvent(error.failure) };
  }
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

function errorEvent(failure: Failure): string {
  return JSON.stringify({ type: 'error', ...eventOf(failure) });
}

function eventOf(failure: Failure) {
  const { status, error } = toWireError(failure);
  return { status, error };
}

/**
 * The message for Azure. Only a JSON object passes, whether it comes as text or as bytes: anything else
 * could be read in another way.
 */
function toAzure(data: SocketData, bytes: Uint8Array, served: Served): SocketData {
  const forAzure = withDeployments(readOrRefuse(bytes), served);
  return forAzure === bytes ? data : decode(forAzure);
}

function readOrRefuse(bytes: Uint8Array): JsonText {
  const message = readObject(bytes, READING);
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
