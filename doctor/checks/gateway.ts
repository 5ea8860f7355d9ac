// Whether the deployed gateway is reachable, and open to its users alone.
import type { Check } from '../check.ts';
import {
  failed,
  failedYet,
  notNeeded,
  notPossible,
  ok,
  Unreachable,
  warning,
  type Finding,
} from '../finding.ts';
import type { Context } from '../context/context.ts';
import { describeError, errorCode } from '../gateway/gateway.ts';
import { daysUntil } from './days.ts';
import { lookUpHost, readCertificate } from '../gateway/host.ts';

const SOON_DAYS = 7;

/** A user's key is not sent to what does not behave as the gateway. */
export const GATEWAY_CHECKS: readonly Check[] = [
  { id: 'deployed', title: 'Deployment', needs: ['stack'], run: checkDeployed },
  { id: 'address', title: 'DNS and TLS', needs: ['deployed'], run: checkAddress },
  { id: 'health', title: 'Gateway', needs: ['address'], run: onceReachable(checkHealth) },
  { id: 'wrong-key', title: 'A wrong key', needs: ['health'], run: checkWrongKey },
  {
    id: 'key',
    title: "A user's key",
    needs: ['wrong-key', 'passphrase', 'settings'],
    run: checkKey,
  },
  { id: 'ledger', title: 'Ledger', needs: ['key'], run: checkLedger },
];

/** The check of an address that may not be reachable yet. */
export function onceReachable(run: (context: Context) => Promise<Finding>): Check['run'] {
  return async (context) => {
    try {
      return await run(context);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return failedYet(error.message, error.advice);
    }
  };
}

/** Without a deployment, the lines below are not about anything. */
async function checkDeployed({ pulumi, addresses }: Context): Promise<Finding> {
  if (addresses.gateway !== undefined) return ok(addresses.gateway);
  const { url } = await pulumi.exported();
  if (url !== undefined) return ok(url);
  return notPossible(
    'the stack is not deployed yet',
    'When the lines above are in order: npm run up',
  );
}

async function checkAddress({ gateway, now, deadline }: Context): Promise<Finding> {
  const url = new URL((await gateway()).url);
  const { hostname, port } = url;
  if (url.protocol === 'http:') {
    if (isThisMachine(hostname)) return ok(`${url.origin} is on this machine`);
    return failed(
      `${url.origin} is not encrypted, so others can read the keys`,
      'Use an address that begins with https://.',
    );
  }
  const address = await lookUpHost(hostname);
  if (address === undefined) {
    return failedYet(
      `${hostname} has no address in DNS`,
      'Right after npm run up, wait some minutes. Then compare workersDevSubdomain, or customDomain and its zone, with the lines above, and run: npm run up -- --refresh',
    );
  }
  const certificate = await readCertificate(hostname, Number(port || 443), deadline());
  if ('fault' in certificate) {
    return failedYet(
      `${hostname} (${address}): ${certificate.fault}`,
      'Right after npm run up, wait some minutes for the certificate. A proxy that opens TLS on the way shows its own: trust it with NODE_EXTRA_CA_CERTS.',
    );
  }
  const until = new Date(certificate.validTo).toISOString().slice(0, 10);
  const found = `${hostname} is ${address}, certificate valid until ${until}`;
  if (daysUntil(certificate.validTo, now()) > SOON_DAYS) return ok(found);
  return warning(
    found,
    'Cloudflare renews certificates by itself, earlier than this: look at SSL/TLS, Edge Certificates in the dashboard.',
  );
}

export function isThisMachine(hostname: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

async function checkHealth({ gateway }: Context): Promise<Finding> {
  const answer = await (await gateway()).open('/health');
  if (answer.status === 200) return ok('answers /health');
  if (errorCode(answer) === 'gateway_misconfigured') {
    return failed(
      `/health: ${describeError(answer)}`,
      'Read faults in the log of the Worker, then upload everything again: docs/recovery.md#a-changed-worker',
    );
  }
  // Until Cloudflare has the Worker everywhere, it answers itself, and not in the gateway's format.
  const fail = errorCode(answer) === undefined ? failedYet : failed;
  return fail(
    `/health: ${describeError(answer)}`,
    'Something else answers at this address, or the Worker is gone: npm run check-worker, then npm run up -- --refresh',
  );
}

async function checkWrongKey({ gateway }: Context): Promise<Finding> {
  const answer = await (await gateway()).withWrongKey('/v1/models');
  const code = errorCode(answer);
  if (answer.status === 401 && code === 'invalid_api_key') return ok('is refused with 401');
  if (answer.status === 200) {
    return failed(
      'a key that nobody has is accepted',
      'Anybody can use this gateway. Upload it again with the users of the stack: docs/recovery.md#a-changed-worker. Without CHIT_USERS, Azure judges the keys.',
    );
  }
  return failed(
    `a wrong key is not refused as it should be: ${describeError(answer)}`,
    'Something else answers at this address: npm run check-worker compares the Worker with what was uploaded.',
  );
}

async function checkKey({ gateway, env, addresses }: Context): Promise<Finding> {
  const isGiven = Boolean(env['OPENAI_API_KEY']);
  const { holder } = await gateway();
  if (!isGiven && addresses.gateway !== undefined && addresses.withoutStack === true) {
    return notPossible(
      'no key is given, so no request is sent',
      'Set OPENAI_API_KEY to the key of a user of this gateway.',
    );
  }
  const { name, admin, from, models } = await holder();
  return ok(
    `${from}: ${name}${admin ? ', an admin' : ''}, may use ${models.length} model${models.length === 1 ? '' : 's'}`,
  );
}

async function checkLedger({ gateway }: Context): Promise<Finding> {
  const open = await gateway();
  const answer = await open.send('/v1/me');
  if (answer.status !== 200) {
    return failed(
      `/v1/me: ${describeError(answer)}`,
      'The ledger does not answer. Try again; if it lasts, npm run check-worker compares the Worker and its ledger with what was uploaded. See docs/budgets.md.',
    );
  }
  const { limits, name } = await open.holder();
  if (limits === 0) return notNeeded(`${name} has no limits, so nothing is counted`);
  return ok(`counts ${limits} limit${limits === 1 ? '' : 's'} for ${name}`);
}
