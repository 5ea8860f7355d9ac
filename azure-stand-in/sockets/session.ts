// What a WebSocket operation is: a row that says how it is reached, and a session that answers
// messages.
import type { AzureAccount } from '../operation/account.ts';
import type { Pace } from '../faults/pace.ts';
import type { AccountMemory } from '../operation/account-memory.ts';
import type { Capability } from '../models/capability.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { ReceivedRequest } from '../reading/received-request.ts';
import type { Refusal } from '../answers/refusal.ts';
import type { Surface } from '../answers/surface.ts';
import type { BillBook } from '../usage/bill.ts';
import type { UsageDirective } from '../usage/usage-directive.ts';

/** An authenticated request for a WebSocket. */
export interface SocketCall {
  readonly surface: Surface;
  readonly query: URLSearchParams;
  readonly request: ReceivedRequest;
  readonly account: AzureAccount;
  readonly memory: AccountMemory;
  readonly pace: Pace;
  /** Of all answers of the session. */
  readonly usage: UsageDirective;
  readonly bill: BillBook;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Where a session's events go. */
export interface Outbox {
  /** Sends the events after all that were sent before. */
  send(events: readonly object[]): void;
}

/** The stand-in's side of one open WebSocket. */
export interface Session {
  /** Sent at once. */
  readonly greeting: readonly object[];
  /** Answers one text message. */
  receive(message: string, outbox: Outbox): void;
}

/** One row of the table. */
export interface SocketOperation {
  readonly surface: Surface;
  readonly path: string;
  /** The query parameters that may name the deployment; none when messages name it. */
  readonly deploymentIn: readonly string[];
  readonly capability: Capability;
  /** Starts a session. `model` is undefined when nothing names a deployment. */
  readonly open: (call: SocketCall, model: ModelFacts | undefined) => Session | Refusal;
}
