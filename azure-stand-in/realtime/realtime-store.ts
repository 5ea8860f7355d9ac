import { perAccount } from '../operation/account-memory.ts';
import { ResourceStore } from '../operation/resource-store.ts';

/** A WebRTC call that was created, and the deployment that it is to. */
interface RealtimeCall {
  readonly id: string;
  readonly deployment: string;
}

/** The calls of an account; ids of sessions are made from it, too. */
export const realtimeOf = perAccount(
  ({ subdomain }) => new ResourceStore<RealtimeCall>('realtime', subdomain),
);
