// One HTTP request, from its arrival to the end of its response. What is answered is decided in
// answer-request.ts, how it is written in delivery/.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deliver } from '../delivery/delivery.ts';
import { planDelivery } from '../delivery/delivery-plan.ts';
import { findAccount } from '../operation/account.ts';
import { readForm } from '../reading/form.ts';
import { readRequest, type RequestEnd } from '../reading/received-request.ts';
import { answerRequest } from './answer-request.ts';
import { gatewayHeaders } from './reply-headers.ts';
import { readBehaviour } from './requested-behaviour.ts';
import { isBillRequest, serveBill } from './serve-bill.ts';
import type { ServerState } from './server-state.ts';

/**
 * Answers one request, to Azure or for the bill. Resolves when the response has ended, complete or not.
 *
 * @throws when the client leaves before its request is complete
 */
export async function serveRequest(
  state: ServerState,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (isBillRequest(incoming)) {
    serveBill(state.bill, incoming, response);
    return;
  }
  const account = findAccount(state.accounts, incoming.headers.host ?? '');
  if (account === undefined) {
    // A resource that does not exist has no address, so there is no answer.
    incoming.socket.destroy();
    return;
  }
  const left = new AbortController();
  response.once('close', () => {
    left.abort();
  });
  const ended = Promise.withResolvers<RequestEnd>();
  const request = await readRequest(incoming, ended.promise);
  state.onRequest(request);
  const form = await readForm(request);

  const behaviour = readBehaviour(state, account, request);
  const { fault, pace, mistake } = behaviour;
  const reply =
    mistake === undefined
      ? await answerRequest(state, account, request, behaviour, form)
      : { answer: mistake, headers: {} };
  const plan = planDelivery(reply.answer, fault, pace);
  const headers = { ...gatewayHeaders(), ...reply.headers, ...plan.headers };
  const delivery = { response, fault, pace, holds: state.holds, signal: left.signal };
  ended.resolve(await deliver({ ...plan, headers }, delivery));
}
