// A Worker in the gateway's place: it passes each HTTP request on to one object of the ledger.
import type { ForwardedCall } from '../forwarded-call.ts';
import type { LedgerNamespace, LedgerObject } from '../../../worker/contract/ledger.ts';

type Method = (...args: readonly unknown[]) => Promise<unknown>;

export default {
  async fetch(request, env) {
    const { namespace, object, method, args } = await request.json<ForwardedCall>();
    const ledgers = env[namespace];
    const stub: LedgerObject = ledgers.get(ledgers.idFromName(object));
    try {
      const reply = await (stub as unknown as Record<string, Method>)[method]?.(...args);
      return Response.json({ reply });
    } catch (error) {
      return Response.json({ error: error instanceof Error ? error.message : String(error) });
    }
  },
} satisfies ExportedHandler<Record<ForwardedCall['namespace'], LedgerNamespace>>;
