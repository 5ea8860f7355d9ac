// What can be wrong with Cloudflare's token, account and domain.
import { CLOUDFLARE_ACCOUNT, CLOUDFLARE_TOKEN } from '../operator/operator.ts';
import { STACK } from './deployed-stack.ts';
import { setVariables, type Fault } from './fault.ts';

const NEW_TOKEN = 'new-token-of-the-operator';

export const CLOUDFLARE_FAULTS: readonly Fault[] = [
  {
    what: 'there is no API token',
    red: 'cloudflare-token',
    says: /no API token/,
    advice: /export CLOUDFLARE_API_TOKEN/,
    inject: (stack) => {
      setVariables(stack, { CLOUDFLARE_API_TOKEN: undefined });
    },
    follow: (stack) => {
      setVariables(stack, { CLOUDFLARE_API_TOKEN: CLOUDFLARE_TOKEN });
    },
  },
  {
    what: 'the API token is cut off',
    red: 'cloudflare-token',
    says: /status 401, code 1000, Invalid API Token/,
    advice: /Copy the token again/,
    inject: (stack) => {
      setVariables(stack, { CLOUDFLARE_API_TOKEN: CLOUDFLARE_TOKEN.slice(0, -2) });
    },
    follow: (stack) => {
      setVariables(stack, { CLOUDFLARE_API_TOKEN: CLOUDFLARE_TOKEN });
    },
  },
  ...(['expired', 'disabled'] as const).map((status): Fault => ({
    what: `the API token is ${status}`,
    red: 'cloudflare-token',
    says: new RegExp(`the token is ${status}`),
    advice: /make another one/,
    inject: ({ clouds }) => {
      clouds.cloudflare.token.status = status;
    },
    follow: (stack) => {
      const { token } = stack.clouds.cloudflare;
      token.status = 'active';
      token.text = NEW_TOKEN;
      setVariables(stack, { CLOUDFLARE_API_TOKEN: NEW_TOKEN });
    },
  })),
  {
    what: "an account's own token has expired",
    red: 'cloudflare-token',
    says: /the token is expired/,
    advice: /Renew it/,
    inject: ({ clouds }) => {
      clouds.cloudflare.token.owner = 'account';
      clouds.cloudflare.token.expires = new Date(0);
    },
    follow: ({ clouds }) => {
      clouds.cloudflare.token.expires = undefined;
    },
  },
  {
    what: 'the stack names another account',
    red: 'cloudflare-account',
    says: /code 10000, Authentication error/,
    advice: /Compare cloudflareAccountId/,
    inject: ({ operator }) =>
      operator.writeStack(STACK.replace(CLOUDFLARE_ACCOUNT, 'f'.repeat(32))),
    follow: ({ operator }) => operator.writeStack(STACK),
  },
  {
    what: 'the token may not read Workers',
    red: 'cloudflare-account',
    says: /cannot list the Workers/,
    advice: /Workers Scripts, Edit/,
    inject: ({ clouds }) => {
      clouds.cloudflare.token.rights.delete('scripts');
    },
    follow: ({ clouds }) => {
      clouds.cloudflare.token.rights.add('scripts');
    },
  },
  {
    what: 'the token may read Workers, and not write them',
    red: 'cloudflare-rights',
    says: /lacks: Workers Scripts Write/,
    advice: /Edit instead of Write/,
    inject: ({ clouds }) => {
      clouds.cloudflare.token.rights.add('tokens');
      clouds.cloudflare.token.permissions = ['Workers Scripts Read', 'Workers Routes Write'];
    },
    follow: ({ clouds }) => {
      clouds.cloudflare.token.permissions = ['Workers Scripts Write', 'Workers Routes Write'];
    },
  },
  {
    what: 'the account has no name below workers.dev',
    red: 'workers-dev',
    says: /no name below workers\.dev yet/,
    advice: /Open Workers & Pages once/,
    inject: ({ clouds }) => {
      clouds.cloudflare.hasWorkersDevName = false;
    },
    follow: ({ clouds }) => {
      clouds.cloudflare.hasWorkersDevName = true;
    },
  },
  {
    what: 'the stack has another name below workers.dev',
    red: 'workers-dev',
    says: /the stack says somebody, and the account has rehearsal/,
    advice: /pulumi config set workersDevSubdomain rehearsal/,
    inject: ({ operator }) =>
      operator.writeStack(
        STACK.replace('workersDevSubdomain: rehearsal', 'workersDevSubdomain: somebody'),
      ),
    follow: async ({ operator }) => {
      await operator.pulumi(['config', 'set', 'workersDevSubdomain', 'rehearsal']);
    },
  },
  {
    what: 'the zone waits for its name servers',
    red: 'zone',
    says: /example\.com is pending/,
    advice: /registrar of example\.com/,
    inject: ({ clouds }) => {
      clouds.cloudflare.zoneStatus.set('example.com', 'pending');
    },
    follow: ({ clouds }) => {
      clouds.cloudflare.zoneStatus.set('example.com', 'active');
    },
  },
  {
    what: 'the token sees no zone of the domain',
    red: 'zone',
    says: /sees no zone for gateway\.example\.com/,
    advice: /Workers Routes, Edit/,
    inject: ({ clouds }) => {
      clouds.cloudflare.token.rights.delete('zones');
    },
    follow: ({ clouds }) => {
      clouds.cloudflare.token.rights.add('zones');
    },
  },
  {
    what: 'another Worker has the domain',
    red: 'domain',
    says: /leads to another Worker, website/,
    advice: /Remove it there/,
    inject: ({ clouds }) => {
      const result = [{ id: '1', hostname: 'gateway.example.com', service: 'website' }];
      const body = { success: true, errors: [], messages: [], result };
      const match = /^GET \/accounts\/[^/]+\/workers\/domains$/;
      clouds.traffic.fail({ match, reply: { status: 200, body } });
    },
    follow: ({ clouds }) => {
      clouds.traffic.heal();
    },
  },
];
