// The bindings LIMITS and ALERTS, and the users as the ledger's settings make them.
import type {
  AlertsBinding,
  LimitsBinding,
  LimitSet,
  TeamBinding,
} from '../../worker/contract/budgets.ts';
import { mainHost } from '../settings/hosts.ts';
import { hasLedger, isSet, type TeamSettings } from '../settings/limits/limit-settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { UserSettings } from '../settings/user-settings.ts';

/** The settings that say who may use how much. */
export type LimitSettings = Pick<
  Settings,
  'users' | 'teams' | 'limits' | 'requestsPerMinute' | 'onLedgerFailure'
>;

/** The LIMITS binding; undefined without any limit. Defaults of the Worker are left out. */
export function toLimitsBinding(settings: LimitSettings): LimitsBinding | undefined {
  if (!hasLedger(settings)) return undefined;
  const { teams, limits, onLedgerFailure } = settings;
  const entries = teams.map((team): [string, TeamBinding] => [
    team.name,
    toTeamBinding(team, settings),
  ]);
  return {
    ...(isSet(limits) && { stack: limits }),
    ...(entries.length > 0 && { teams: Object.fromEntries(entries) }),
    ...(onLedgerFailure === 'allow' && { onLedgerFailure }),
  };
}

function toTeamBinding({ shared, members }: TeamSettings, settings: LimitSettings): TeamBinding {
  const all = withRate(members, settings);
  return { ...(isSet(shared) && { shared }), ...(isSet(all) && { members: all }) };
}

/**
 * The users with the limits that the binding LIMITS cannot say for them: the stack's `requestsPerMinute`,
 * where no team does. Without a ledger, teams mean nothing to the Worker.
 */
export function limitedUsers(settings: LimitSettings): readonly UserSettings[] {
  const counted = hasLedger(settings);
  return settings.users.map(({ team, ...user }) => {
    if (!counted) return user;
    if (team !== undefined) return { ...user, team };
    const limits = withRate(user.limits ?? {}, settings);
    return isSet(limits) ? { ...user, limits } : user;
  });
}

/** With a ledger, the stack's `requestsPerMinute` holds where nothing else is said. */
function withRate(
  set: LimitSet,
  { requestsPerMinute }: Pick<LimitSettings, 'requestsPerMinute'>,
): LimitSet {
  return requestsPerMinute === 0 ? set : { requestsPerMinute, ...set };
}

/** The ALERTS binding; undefined without alerts. */
export function toAlertsBinding(
  settings: Pick<Settings, 'alerts' | 'workerName' | 'customDomain' | 'workersDevSubdomain'>,
): AlertsBinding | undefined {
  const { alerts } = settings;
  if (alerts === undefined) return undefined;
  const { webhook, format, at } = alerts;
  const marks = [...new Set(at)].toSorted((a, b) => a - b);
  return { webhook, format, at: marks, gateway: mainHost(settings) };
}
