// Checks at preview whether the settings fit into the bindings that the Workers plan allows.
import type { Fault } from '../rules/settings-faults.ts';
import { hasRoles } from '../settings/azure-auth.ts';
import type { Settings, WorkersPlan } from '../settings/settings.ts';
import { pieceCount, splitText } from './binding-text.ts';
import { hasLedger } from '../settings/limits/limit-settings.ts';
import { limitedUsers, toLimitsBinding } from './limits-binding.ts';
import { modelNames, toModelBindings } from './model-bindings.ts';
import { bindingPlaceholders } from './user-bindings.ts';
import { encodedUsersLength } from './user-codec.ts';

/** Bindings per Worker: https://developers.cloudflare.com/workers/platform/limits/#environment-variables */
const MAX_BINDINGS: Readonly<Record<WorkersPlan, number>> = { free: 64, paid: 128 };

/** At most one fault: the users, the models or the teams, whichever take the most bindings. */
export function bindingFaults(settings: Settings): readonly Fault[] {
  const { users, models, regions, workersPlan, requestsPerMinute } = settings;
  const all = limitedUsers(settings).flatMap(bindingPlaceholders);
  const forUsers = pieceCount(encodedUsersLength(all));
  const forModels = pieceCount(Buffer.byteLength(JSON.stringify(toModelBindings(settings))));
  // BACKENDS and BACKEND_KEYS hold one short entry for each of at most 20 regions; SETTINGS is short.
  // So do ENTRA, with at most five public keys, and ENTRA_KEY.
  const forEntra = regions.some(({ auth }) => hasRoles(auth)) ? 2 : 0;
  const forLimits = hasLedger(settings) ? limitBindings(settings) : 0;
  const forRate = requestsPerMinute > 0 ? 1 : 0;
  const needed = forUsers + forModels + 3 + forEntra + forRate + forLimits;
  const allowed = MAX_BINDINGS[workersPlan];
  if (needed <= allowed) return [];
  const [key, what] = most([
    ['users', forUsers, `${users.length} users take ${forUsers}`],
    ['models', forModels, `${modelNames(models).length} model names take ${forModels}`],
    ['teams', forLimits, `${settings.teams.length} teams take ${forLimits}`],
  ]);
  const more = workersPlan === 'free' ? ` (\`workersPlan: paid\` allows ${MAX_BINDINGS.paid})` : '';
  return [
    {
      key,
      kind: 'too-many',
      text: `${what} of the Worker's ${needed} bindings; expected at most ${allowed} bindings on the ${workersPlan} plan${more}`,
    },
  ];
}

/** LIMITS, whose length depends on the teams, and LEDGER, LEDGER_BEFORE and ALERTS. */
function limitBindings(settings: Settings): number {
  const text = JSON.stringify(toLimitsBinding(settings));
  return splitText(text).length + 2 + (settings.alerts === undefined ? 0 : 1);
}

type Candidate = readonly [key: string, bindings: number, what: string];

function most(candidates: readonly Candidate[]): readonly [key: string, what: string] {
  const [key, , what] = candidates.reduce((a, b) => (b[1] > a[1] ? b : a));
  return [key, what];
}
