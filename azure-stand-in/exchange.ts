// One exchange, from an incoming request to the end of its response: which account, which
// fault, which pace, and who is told. What is answered is decided in `gateway.ts`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { findAccount, type AzureAccount } from './account.ts';
import { deliver } from './delivery/delivery.ts';
import { planDelivery } from './delivery/delivery-plan.ts';
import { NO_FAULT, type Fault } from './delivery/fault.ts';
import type { FaultBook } from './delivery/fault-book.ts';
import type { Holds } from './delivery/hold.ts';
import { parsePace, type Pace } from './delivery/pace.ts';
import { readForm } from './form.ts';
import { answerRequest, type Gateway } from './gateway.ts';
import { readRequest, type ExchangeEnd, type ReceivedRequest } from './received-request.ts';
import { invalidRequest, type Refusal } from './refusal.ts';
import { gatewayHeaders } from './reply-head.ts';

/** What all exchanges of one server share. */
export interface House {
  readonly accounts: readonly AzureAccount[];
  readonly gateway: Gateway;
  readonly faults: FaultBook;
  readonly holds: Holds;
  /** Of requests that name none. */
  readonly defaultPace: Pace;
  readonly onRequest: (request: ReceivedRequest) => void;
}

/**
 * Runs one exchange to its end, good or bad.
 *
 * @throws when the client leaves before its request is complete
 */
export async function runExchange(
  house: House,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const account = findAccount(house.accounts, incoming.headers.host ?? '');
  if (account === undefined) {
    // A resource that does not exist has no address: nobody answers.
    incoming.socket.destroy();
    return;
  }
  const left = new AbortController();
  response.once('close', () => {
    left.abort();
  });
  const ended = Promise.withResolvers<ExchangeEnd>();
  const request = await readRequest(incoming, ended.promise);
  house.onRequest(request);
  const form = await readForm(request);

  const { fault, pace, mistake } = readManner(house, account, request);
  const reply =
    mistake === undefined
      ? answerRequest(house.gateway, account, request, fault, pace, form)
      : { answer: mistake, headers: {} };
  const plan = planDelivery(reply.answer, fault, pace);
  const headers = { ...gatewayHeaders(), ...reply.headers, ...plan.headers };
  const delivery = { response, fault, pace, holds: house.holds, signal: left.signal };
  ended.resolve(await deliver({ ...plan, headers }, delivery));
}

/** How an exchange shall go, as its own headers ask for it. */
interface Manner {
  readonly fault: Fault;
  readonly pace: Pace;
  /** What is wrong with those headers. */
  readonly mistake: Refusal | undefined;
}

/** Reads `x-ms-fault` and `x-ms-pace`. */
export function readManner(
  house: House,
  account: AzureAccount,
  { headers }: ReceivedRequest,
): Manner {
  const fault = house.faults.read(account.subdomain, headers['x-ms-fault']);
  const pace = readPace(headers['x-ms-pace'], house.defaultPace);
  const mistake = describeMistake(fault, pace);
  return {
    fault: typeof fault === 'string' ? NO_FAULT : fault,
    pace: typeof pace === 'string' ? house.defaultPace : pace,
    mistake: mistake === undefined ? undefined : invalidRequest(mistake, null),
  };
}

function readPace(header: string | undefined, otherwise: Pace): Pace | string {
  return header === undefined ? otherwise : parsePace(header);
}

function describeMistake(fault: unknown, pace: unknown): string | undefined {
  if (typeof fault === 'string') return `Invalid header x-ms-fault: ${fault}`;
  return typeof pace === 'string' ? `Invalid header x-ms-pace: ${pace}` : undefined;
}
