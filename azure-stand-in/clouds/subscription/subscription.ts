// What Azure Resource Manager says about the subscription itself: its state, its resource providers, and what
// the caller may do in it.
import type { CloudReply, CloudRequest, Json } from '../exchange.ts';
import type { Offers } from './offers.ts';
import type { OperatorLogin } from './operator-login.ts';
import { OWNER, type Permission } from './roles.ts';
import { refuse } from '../azure/refusals.ts';

/** https://learn.microsoft.com/azure/cost-management-billing/manage/subscription-states */
export type SubscriptionState = 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted';

/** Below `/subscriptions/{id}`: what is not about one resource. */
const READ =
  /^\/subscriptions\/([^/]+)(?:|\/providers\/([^/]+)|(?:\/resourceGroups\/([^/]+))?\/providers\/Microsoft\.Authorization\/permissions|\/providers\/Microsoft\.CognitiveServices\/locations\/([^/]+)\/(models|usages))$/i;

export class Subscription {
  state: SubscriptionState = 'Enabled';
  /** The caller's roles. Without any, nothing of the subscription is there for the caller. */
  permissions: readonly Permission[] = [OWNER];
  /** Resource group -> the caller's roles in it alone. */
  readonly permissionsIn = new Map<string, readonly Permission[]>();
  /** Namespaces that are not registered. */
  readonly unregistered = new Set<string>();
  readonly #id: string;
  readonly #login: OperatorLogin;
  readonly #offers: Offers;

  constructor(id: string, login: OperatorLogin, offers: Offers) {
    this.#id = id;
    this.#login = login;
    this.#offers = offers;
  }

  /** undefined: the request is about something else. */
  answer(request: CloudRequest): CloudReply | undefined {
    const { path, method } = request;
    const [match, id, namespace, group, location, list] = READ.exec(path) ?? [];
    if (match === undefined || method !== 'GET') return undefined;
    const refusal = this.#refuse(request, id ?? '');
    if (refusal !== undefined) return refusal;
    if (/\/permissions$/i.test(path)) {
      const inGroup = group === undefined ? [] : (this.permissionsIn.get(group) ?? []);
      return { status: 200, body: { value: [...this.permissions, ...inGroup].map(toAnswer) } };
    }
    if (location !== undefined) return this.#offer(location, list, request);
    return {
      status: 200,
      body: namespace === undefined ? this.#describe() : this.#provider(namespace),
    };
  }

  /** The words are those of https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/ */
  #refuse(request: CloudRequest, id: string): CloudReply | undefined {
    switch (this.#login.judge(request)) {
      case 'missing':
        return refuse(
          401,
          'AuthenticationFailed',
          "Authentication failed. The 'Authorization' header is missing.",
        );
      case 'invalid':
        return refuse(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
      case 'expired':
        return refuse(
          401,
          'ExpiredAuthenticationToken',
          'The access token expiry UTC time has passed.',
        );
      case 'valid':
    }
    const roles = [...this.permissions, ...[...this.permissionsIn.values()].flat()];
    if (id.toLowerCase() === this.#id && roles.length > 0) return undefined;
    return refuse(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  }

  /** https://learn.microsoft.com/rest/api/resources/subscriptions/get */
  #describe(): Json {
    return {
      id: `/subscriptions/${this.#id}`,
      subscriptionId: this.#id,
      displayName: 'The subscription of the stand-in',
      state: this.state,
      subscriptionPolicies: { quotaId: 'PayAsYouGo_2014-09-01', spendingLimit: 'Off' },
      authorizationSource: 'RoleBased',
    };
  }

  /** https://learn.microsoft.com/rest/api/resources/providers/get */
  #provider(namespace: string): Json {
    return {
      id: `/subscriptions/${this.#id}/providers/${namespace}`,
      namespace,
      registrationPolicy: 'RegistrationRequired',
      registrationState: this.#isRegistered(namespace) ? 'Registered' : 'NotRegistered',
      resourceTypes: [],
    };
  }

  /** Locations of a provider that is not registered have nothing to list. */
  #offer(location: string, list: string | undefined, request: CloudRequest): CloudReply {
    if (!this.#isRegistered('Microsoft.CognitiveServices')) {
      const message =
        "The subscription is not registered to use namespace 'Microsoft.CognitiveServices'. See https://aka.ms/rps-not-found for how to register subscriptions.";
      return refuse(409, 'MissingSubscriptionRegistration', message);
    }
    return list?.toLowerCase() === 'models'
      ? this.#offers.listModels(location, request.query)
      : this.#offers.listUsages(location);
  }

  #isRegistered(namespace: string): boolean {
    return ![...this.unregistered].some((each) => each.toLowerCase() === namespace.toLowerCase());
  }
}

/** https://learn.microsoft.com/rest/api/authorization/permissions/list-for-resource-group */
function toAnswer({ actions, notActions }: Permission): Json {
  return { actions, notActions, dataActions: [], notDataActions: [] };
}
