// What can be wrong with the login to Azure, the subscription, rights, models and quota.
import { CONTRIBUTOR, OWNER, READER } from '../../../azure-stand-in/clouds/subscription/roles.ts';
import { programsIn } from '../../pulumi-cli/programs.ts';
import { STACK, type DeployedStack } from './deployed-stack.ts';
import { setVariables, type Fault } from './fault.ts';
import { pathOf } from './machine-faults.ts';

const NO_SECRET = { ARM_CLIENT_SECRET: undefined };

/** The environment of a GitHub job with `id-token: write`. */
function asPipeline(stack: DeployedStack): void {
  const { clouds } = stack;
  setVariables(stack, {
    ...NO_SECRET,
    ARM_USE_OIDC: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: `${clouds.loginUrl}/runner/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: clouds.login.runnerToken,
  });
}

/** A program in place of Azure's CLI, which is not on this machine. */
async function withAzureCli(stack: DeployedStack, script: string): Promise<void> {
  const folder = await programsIn({ az: script });
  setVariables(stack, { ...NO_SECRET, PATH: pathOf(folder, stack.operator.environment['PATH']) });
}

function loggedIn({ clouds, setup }: DeployedStack): string {
  const subscription = setup.env['ARM_SUBSCRIPTION_ID'] ?? '';
  const token = { accessToken: clouds.login.issue(), subscription, tokenType: 'Bearer' };
  return `echo '${JSON.stringify(token)}'`;
}

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';

export const AZURE_FAULTS: readonly Fault[] = [
  {
    what: 'the client secret is not the one of the application',
    red: 'azure-login',
    says: /AADSTS7000215/,
    advice: /ARM_CLIENT_SECRET to the value of a client secret/,
    inject: ({ clouds }) => {
      clouds.login.app.clientSecret = 'another-secret-of-the-application';
    },
    follow: (stack) => {
      setVariables(stack, { ARM_CLIENT_SECRET: stack.clouds.login.app.clientSecret });
    },
  },
  {
    what: 'the client secret has expired',
    red: 'azure-login',
    says: /AADSTS7000222/,
    advice: /Make a new one/,
    inject: ({ clouds }) => {
      clouds.login.app.secretExpires = new Date(0);
    },
    follow: (stack) => {
      const { app } = stack.clouds.login;
      app.secretExpires = undefined;
      app.clientSecret = 'the-new-secret-of-the-application';
      setVariables(stack, { ARM_CLIENT_SECRET: app.clientSecret });
    },
  },
  {
    what: 'the application is not known in the directory',
    red: 'azure-login',
    says: /AADSTS700016/,
    advice: /application \(client\) id/,
    inject: (stack) => {
      setVariables(stack, { ARM_CLIENT_ID: '00000000-0000-0000-0000-000000000000' });
    },
    follow: (stack) => {
      setVariables(stack, { ARM_CLIENT_ID: stack.clouds.login.app.clientId });
    },
  },
  {
    what: 'the directory is missing in the environment',
    red: 'azure-login',
    says: /ARM_TENANT_ID is missing/,
    advice: /Set ARM_TENANT_ID/,
    inject: (stack) => {
      setVariables(stack, { ARM_TENANT_ID: undefined });
    },
    follow: (stack) => {
      setVariables(stack, { ARM_TENANT_ID: stack.clouds.login.app.tenantId });
    },
  },
  {
    what: "there is no login, and Azure's CLI is not installed",
    red: 'azure-login',
    says: /is not installed/,
    advice: /az login/,
    inject: (stack) => {
      setVariables(stack, NO_SECRET);
    },
    follow: (stack) => withAzureCli(stack, loggedIn(stack)),
  },
  {
    what: "Azure's CLI is not logged in",
    red: 'azure-login',
    says: /Please run 'az login' to setup account/,
    advice: /az login --tenant/,
    inject: (stack) =>
      withAzureCli(stack, `echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`),
    follow: (stack) => withAzureCli(stack, loggedIn(stack)),
  },
  {
    what: 'no federated credential trusts the pipeline',
    red: 'azure-login',
    says: /AADSTS700213/,
    advice: /issuer, subject and audience/,
    inject: (stack) => {
      stack.clouds.login.app.trustsPipeline = false;
      asPipeline(stack);
    },
    follow: ({ clouds }) => {
      clouds.login.app.trustsPipeline = true;
    },
  },
  {
    what: 'the job may not have a token',
    red: 'azure-login',
    says: /this run has no token/,
    advice: /id-token: write/,
    inject: (stack) => {
      setVariables(stack, { ...NO_SECRET, ARM_USE_OIDC: 'true' });
    },
    follow: asPipeline,
  },
  {
    what: 'the machine has no managed identity',
    red: 'azure-login',
    says: /Identity not found/,
    advice: /Assign a managed identity/,
    inject: (stack) => {
      stack.clouds.login.app.hasIdentity = false;
      setVariables(stack, { ...NO_SECRET, ARM_USE_MSI: 'true' });
    },
    follow: ({ clouds }) => {
      clouds.login.app.hasIdentity = true;
    },
  },
  {
    what: 'the token of the login is over',
    red: 'subscription',
    says: /401 ExpiredAuthenticationToken/,
    advice: /az login/,
    inject: async (stack) => {
      await withAzureCli(stack, loggedIn(stack));
      stack.clouds.login.expireAll();
    },
    follow: (stack) => withAzureCli(stack, loggedIn(stack)),
  },
  {
    what: 'the subscription is disabled',
    red: 'subscription',
    says: /is Disabled/,
    advice: /Reactivate it/,
    inject: ({ clouds }) => {
      clouds.subscription.state = 'Disabled';
    },
    follow: ({ clouds }) => {
      clouds.subscription.state = 'Enabled';
    },
  },
  {
    what: 'the login has no role in the subscription',
    red: 'subscription',
    says: /404 SubscriptionNotFound/,
    advice: /have its owner give this login a role/,
    inject: ({ clouds }) => {
      clouds.subscription.permissions = [];
    },
    follow: ({ clouds }) => {
      clouds.subscription.permissions = [OWNER];
    },
  },
  {
    what: 'another subscription is set',
    red: 'subscription',
    says: /no subscription 99999999/,
    advice: /az account list/,
    inject: (stack) => {
      setVariables(stack, { ARM_SUBSCRIPTION_ID: SUBSCRIPTION.replaceAll(/\d/g, '9') });
    },
    follow: (stack) => {
      setVariables(stack, { ARM_SUBSCRIPTION_ID: SUBSCRIPTION });
    },
  },
  ...['Microsoft.CognitiveServices', 'Microsoft.ManagedIdentity'].map((namespace): Fault => ({
    what: `${namespace} is not registered`,
    red: 'providers',
    says: new RegExp(`${namespace} is NotRegistered`),
    advice: new RegExp(`az provider register --wait --namespace ${namespace}$`),
    inject: ({ clouds }) => {
      clouds.subscription.unregistered.add(namespace);
    },
    follow: ({ clouds }) => {
      clouds.subscription.unregistered.delete(namespace);
    },
  })),
  {
    what: 'the login may only read',
    red: 'rights',
    says: /Microsoft\.CognitiveServices\/accounts\/write/,
    advice: /Role Based Access Control Administrator, besides Contributor/,
    inject: ({ clouds }) => {
      clouds.subscription.permissions = [READER];
    },
    follow: ({ clouds }) => {
      const actions = ['Microsoft.Authorization/roleAssignments/write'];
      clouds.subscription.permissions = [READER, CONTRIBUTOR, { actions, notActions: [] }];
    },
  },
  {
    what: 'a Contributor may not give the roles that another keyless region needs',
    red: 'rights',
    says: /missing: Microsoft\.Authorization\/roleAssignments\/write$/m,
    advice: /Role Based Access Control Administrator/,
    inject: async ({ clouds, operator }) => {
      clouds.subscription.permissions = [CONTRIBUTOR];
      await operator.writeStack(
        STACK.replace('location: eastus2', 'location: eastus2\n      azureAuth: key-with-roles'),
      );
    },
    follow: ({ clouds }) => {
      const actions = ['Microsoft.Authorization/roleAssignments/*'];
      clouds.subscription.permissions = [CONTRIBUTOR, { actions, notActions: [] }];
    },
  },
  {
    what: 'a region does not offer a model',
    red: 'models',
    says: /gpt-5\.4-mini in swedencentral: gpt-5\.4-mini 2026-03-17 is not offered there$/m,
    advice: /location that Azure offers/,
    inject: ({ clouds }) => {
      clouds.offers.withdrawn.add('swedencentral/gpt-5.4-mini');
    },
    follow: async ({ clouds, operator }) => {
      await operator.writeStack(
        STACK.replace(
          'location: swedencentral',
          'location: francecentral\n      name: swedencentral',
        ),
      );
      clouds.offers.withdrawn.add('swedencentral/gpt-5.4-mini');
    },
  },
  {
    what: 'a version does not exist',
    red: 'models',
    warns: ['warnings'],
    says: /2026-03-71 is not offered there; versions: 2026-03-17/,
    advice: /version, SKU or location/,
    inject: ({ operator }) => operator.writeStack(STACK.replace('2026-03-17', '2026-03-71')),
    follow: ({ operator }) => operator.writeStack(STACK),
  },
  {
    what: 'a SKU is not offered',
    red: 'models',
    says: /is not offered there as GlobalProvisionedManaged; SKUs: GlobalStandard/,
    advice: /version, SKU or location/,
    inject: ({ operator }) =>
      operator.writeStack(
        STACK.replace('capacity: 20', 'capacity: 20\n      sku: GlobalProvisionedManaged'),
      ),
    follow: ({ operator }) => operator.writeStack(STACK),
  },
  {
    what: 'Azure has retired a version',
    red: 'models',
    says: /was retired on 2026-01-01/,
    advice: /version, SKU or location/,
    inject: ({ clouds }) => {
      clouds.offers.retires.set('text-embedding-3-small', '2026-01-01');
    },
    follow: async ({ operator }) => {
      await operator.writeStack(
        STACK.replaceAll('text-embedding-3-small', 'text-embedding-3-large'),
      );
    },
  },
  {
    what: 'other deployments use the quota',
    red: 'quota',
    says: /gpt-5\.4-mini as GlobalStandard in eastus2: the stack has capacity 20, and 5 of 1000 units are left/,
    advice: /Lower capacity/,
    inject: ({ clouds }) => {
      clouds.offers.usedElsewhere.set('eastus2/gpt-5.4-mini', 995);
    },
    follow: ({ operator }) => operator.writeStack(STACK.replace('capacity: 20', 'capacity: 5')),
  },
  {
    what: "Azure's management API does not answer in time",
    red: 'subscription',
    says: /did not answer in time/,
    advice: /Try again/,
    inject: ({ clouds, setup }) => {
      const held = clouds.traffic.hold(/^GET \/subscriptions\/[^/]+$/);
      let latest = new AbortController();
      setup.deadline = () => {
        latest = new AbortController();
        return latest.signal;
      };
      void held.arrived.then(() => {
        latest.abort();
        held.release();
      });
    },
    follow: () => undefined,
  },
];
