// What can be wrong with the deployed gateway.
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Json } from '../../../azure-stand-in/clouds/exchange.ts';
import { bindingsOf } from '../../../azure-stand-in/clouds/cloudflare/worker.ts';
import type { WorkerScript } from '../../../local/workerd/worker-script.ts';
import { planRehearsal } from '../../../rehearsal/gateway.ts';
import { WORKER_NAME } from '../../support/project.ts';
import { listenOnLoopback } from '../../support/loopback.ts';
import { brokenLedger } from '../../bundle/budgets/changed-ledger.ts';
import { onTestFinished } from 'vitest';
import { STACK, type DeployedStack } from './deployed-stack.ts';
import { setVariables, type Fault } from './fault.ts';

function callAt({ setup }: DeployedStack, gateway: string): void {
  setup.addresses = { ...setup.addresses, gateway };
}

function callDeployed(stack: DeployedStack): void {
  callAt(stack, stack.deployed.gateway);
}

/** The account of a region at the management API. */
function accountId({ clouds }: DeployedStack, location: string): string {
  const found = clouds.azure
    .all()
    .find(({ kind, body }) => kind === 'account' && body['location'] === location);
  if (found === undefined) throw new Error(`there is no account in ${location}`);
  return found.id;
}

/** Azure OpenAI as the management API has it now. */
function updateAccounts({ clouds, operator, accounts }: DeployedStack): void {
  const plan = planRehearsal(clouds, operator.folder);
  accounts.splice(0, accounts.length, ...(plan?.accounts ?? []));
}

/** Somebody changes the Worker's bindings in the dashboard. It is served as it is then. */
async function changeBindings(
  stack: DeployedStack,
  edit: (bindings: readonly Json[]) => readonly Json[],
  script: WorkerScript,
): Promise<void> {
  stack.clouds.cloudflare.change(WORKER_NAME, (worker) => ({
    ...worker,
    metadata: { ...worker.metadata, bindings: edit(bindingsOf(worker.metadata)) },
  }));
  callAt(stack, await stack.serve(script));
}

/** As docs/recovery.md#a-changed-worker says: new keys change bindings, so `up` uploads everything. */
async function uploadEverything(stack: DeployedStack): Promise<void> {
  stack.clouds.azure.regenerate(accountId(stack, 'eastus2'), 1);
  await stack.up();
}

/** A proxy that ends streams before their end. */
async function cutting(gateway: string): Promise<string> {
  const server = createServer((incoming, response) => {
    const { method, headers, url = '' } = incoming;
    void text(incoming).then((body) => {
      const outgoing = request(`${gateway}${url}`, { method, headers }, (answer) => {
        void text(answer).then((whole) => {
          const { 'content-length': _, 'transfer-encoding': __, ...rest } = answer.headers;
          response.writeHead(answer.statusCode ?? 0, rest);
          response.end(body.includes('"stream":true') ? whole.slice(0, whole.length / 2) : whole);
        });
      });
      outgoing.end(body);
    });
  });
  const { url, close } = await listenOnLoopback(server);
  onTestFinished(close);
  return url.origin;
}

/** Some website. */
async function website(): Promise<string> {
  const { url, close } = await listenOnLoopback(
    createServer((_, response) => {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
    }),
  );
  onTestFinished(close);
  return url.origin;
}

export const GATEWAY_FAULTS: readonly Fault[] = [
  {
    what: 'the address is not encrypted',
    red: 'address',
    says: /is not encrypted/,
    advice: /begins with https/,
    inject: (stack) => {
      callAt(stack, 'http://gateway.example.com');
    },
    follow: callDeployed,
  },
  {
    what: 'something else answers at the address',
    red: 'health',
    says: /\/health: 404/,
    advice: /npm run check-worker/,
    inject: async (stack) => {
      callAt(stack, await website());
    },
    follow: callDeployed,
  },
  {
    what: 'nothing answers at the address',
    red: 'health',
    says: /cannot be reached/,
    advice: /network/,
    inject: async (stack) => {
      const { url, close } = await listenOnLoopback(createServer());
      await close();
      callAt(stack, url.origin);
    },
    follow: callDeployed,
  },
  {
    what: 'a binding of the Worker is broken',
    red: 'health',
    says: /gateway_misconfigured/,
    advice: /recovery\.md#a-changed-worker/,
    inject: async (stack) => {
      const { script } = stack.deployed.plan;
      const bindings = script.bindings.map(({ name, text: value }) => ({
        name,
        text: name === 'MODELS' ? '[{' : value,
      }));
      await changeBindings(
        stack,
        (all) => all.map((each) => (each['name'] === 'MODELS' ? { ...each, text: '[{' } : each)),
        { ...script, bindings },
      );
    },
    follow: uploadEverything,
  },
  {
    what: 'the gateway is open to everybody',
    red: 'wrong-key',
    says: /a key that nobody has is accepted/,
    advice: /recovery\.md#a-changed-worker/,
    inject: async (stack) => {
      const bindings = [{ name: 'RESOURCE_NAME', text: 'somebody' }];
      const { keys: _, ledgers: __, ...script } = stack.deployed.plan.script;
      const changed = bindings.map((binding) => ({ ...binding, type: 'plain_text' }));
      await changeBindings(stack, () => changed, { ...script, bindings });
      setVariables(stack, { OPENAI_API_KEY: 'any-key-that-azure-would-judge' });
    },
    follow: async (stack) => {
      setVariables(stack, { OPENAI_API_KEY: undefined });
      await uploadEverything(stack);
    },
  },
  {
    what: 'OPENAI_API_KEY is the key of somebody else',
    red: 'key',
    says: /does not accept the key in OPENAI_API_KEY \(401 invalid_api_key/,
    advice: /unset it/,
    inject: (stack) => {
      setVariables(stack, { OPENAI_API_KEY: 'sk-of-another-service-CANARY-9' });
    },
    follow: (stack) => {
      setVariables(stack, { OPENAI_API_KEY: undefined });
    },
  },
  {
    what: 'the ledger does not answer',
    red: 'ledger',
    says: /ledger_unavailable/,
    advice: /npm run check-worker/,
    inject: async (stack) => {
      const { script } = stack.deployed.plan;
      const broken = brokenLedger({ method: 'read', when: 'before', times: Infinity });
      const ledgers = (script.ledgers ?? []).map(({ binding, name }) => ({
        ...broken,
        binding,
        name,
      }));
      callAt(stack, await stack.serve({ ...script, ledgers }));
    },
    // The advice is to try again.
    follow: callDeployed,
  },
  {
    what: 'the issuer is a host that this Worker does not answer for',
    red: 'issuer',
    says: /\.rehearsal\.workers\.dev does not serve its document/,
    advice: /compare issuerHost/,
    inject: ({ operator }) =>
      operator.writeStack(
        STACK.replace(
          '  regions:',
          `  issuerHost: ${WORKER_NAME}.rehearsal.workers.dev\n  regions:`,
        ),
      ),
    follow: ({ operator }) => operator.writeStack(STACK),
  },
  {
    what: 'the identity has lost its role',
    red: 'sign-in',
    says: /gpt-5\.4-mini in swedencentral: 503 azure_access_not_ready/,
    advice: /npm run up -- --refresh/,
    inject: async (stack) => {
      const roles = stack.clouds.azure.all().filter(({ kind }) => kind === 'roleAssignment');
      for (const { id } of roles) {
        await fetch(`${stack.clouds.azureUrl}${id}`, { method: 'DELETE' });
      }
      updateAccounts(stack);
    },
    follow: (stack) => stack.up(['--refresh']),
  },
  {
    what: "Microsoft Entra does not trust the gateway's issuer",
    red: 'sign-in',
    says: /in swedencentral: 50[23] (?:azure_access_not_ready|upstream_credentials_rejected)/,
    advice: /keyless\.md#when-it-fails/,
    inject: async (stack) => {
      const trusted = stack.identities.splice(0, stack.identities.length);
      stack.identities.push(...trusted.map((each) => ({ ...each, credentials: [] })));
      // An isolate that has a token goes on with it.
      callAt(stack, await stack.serve(stack.deployed.plan.script));
    },
    follow: async (stack) => {
      await stack.up(['--refresh']);
    },
  },
  {
    what: "somebody has regenerated the account's key",
    red: 'requests',
    says: /gpt-5\.4-mini in eastus2: 502 upstream_credentials_rejected/,
    advice: /npm run up reads it again/,
    inject: (stack) => {
      stack.clouds.azure.regenerate(accountId(stack, 'eastus2'), 1);
      updateAccounts(stack);
    },
    follow: (stack) => stack.up(),
  },
  {
    what: 'somebody has deleted a deployment, and another account hides it',
    red: 'requests',
    says: /text-embedding-3-small in swedencentral: 404 DeploymentNotFound/,
    advice: /npm run up -- --refresh/,
    inject: async (stack) => {
      const id = `${accountId(stack, 'swedencentral')}/deployments/text-embedding-3-small`;
      await fetch(`${stack.clouds.azureUrl}${id}`, { method: 'DELETE' });
      updateAccounts(stack);
    },
    follow: (stack) => stack.up(['--refresh']),
  },
  {
    what: 'a proxy cuts streams',
    red: 'stream',
    says: /broke off before \[DONE\]/,
    advice: /operations\.md#a-cut-stream/,
    inject: async (stack) => {
      callAt(stack, await cutting(stack.deployed.gateway));
    },
    follow: callDeployed,
  },
  {
    what: 'a version retires, as this project knows',
    red: 'retirements',
    says: /gpt-5\.4-mini in eastus2 \(gpt-5\.4-mini 2026-03-17\): 2027-09-21/,
    advice: /newer version or model/,
    inject: ({ setup, clouds }) => {
      setup.now = () => Date.parse('2027-10-01');
      // Azure itself has moved the day.
      clouds.offers.retires.set('gpt-5.4-mini', '2028-12-01');
    },
    follow: ({ operator }) =>
      operator.writeStack(
        STACK.replace("version: '2026-03-17'", "version: '2026-07-09'\n      model: gpt-5.6-luna"),
      ),
  },
];
