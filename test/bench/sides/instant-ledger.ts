// A ledger that counts nothing and grants everything at once: what it leaves of the cost of a budget is the
// gateway's own part.
import { DurableObject } from 'cloudflare:workers';
import type { ReserveReply, ReserveRequest, SettleReply } from '../../../worker/contract/ledger.ts';

export class Ledger extends DurableObject {
  reserve({ units, counters }: ReserveRequest): Promise<ReserveReply> {
    const states = counters.map(({ key }) => ({ key, spent: 0, reserved: 0, resetsAt: null }));
    return Promise.resolve({ kind: 'granted', units: units.most, states });
  }

  settle(): Promise<SettleReply> {
    return Promise.resolve({ kind: 'settled', reached: [] });
  }
}

export default { fetch: () => new Response(null, { status: 404 }) };
