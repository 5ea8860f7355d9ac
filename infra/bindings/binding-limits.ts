// Checks at preview whether the settings fit into the bindings that the Workers plan allows.
import type { Fault } from '../rules/settings-faults.ts';
import { hasRoles } from '../settings/azure-auth.ts';
import type { Settings, WorkersPlan } from '../settings/settings.ts';
import { pieceCount } from './binding-text.ts';
import { modelNames, toModelBindings } from './model-bindings.ts';
import { bindingPlaceholders } from './user-bindings.ts';
import { encodedUsersLength } from './user-codec.ts';

/** Bindings per Worker: https://developers.cloudflare.com/workers/platform/limits/#environment-variables */
const MAX_BINDINGS: Readonly<Record<WorkersPlan, number>> = { free: 64, paid: 128 };

/** At most one fault: the users or the models, whichever take more bindings. */
export function bindingFaults(settings: Settings): readonly Fault[] {
  const { users, models, regions, workersPlan, requestsPerMinute } = settings;
  const forUsers = pieceCount(encodedUsersLength(users.flatMap(bindingPlaceholders)));
  const forModels = pieceCount(Buffer.byteLength(JSON.stringify(toModelBindings(settings))));
  // BACKENDS and BACKEND_KEYS hold one short entry for each of at most 20 regions; SETTINGS is short.
  // So do ENTRA, with at most five public keys, and ENTRA_KEY.
  const forEntra = regions.some(({ auth }) => hasRoles(auth)) ? 2 : 0;
  const needed = forUsers + forModels + 3 + forEntra + (requestsPerMinute > 0 ? 1 : 0);
  const allowed = MAX_BINDINGS[workersPlan];
  if (needed <= allowed) return [];
  const [key, what] =
    forUsers >= forModels
      ? ['users', `${users.length} users take ${forUsers}`]
      : ['models', `${modelNames(models).length} model names take ${forModels}`];
  const more = workersPlan === 'free' ? ` (\`workersPlan: paid\` allows ${MAX_BINDINGS.paid})` : '';
  return [
    {
      key,
      kind: 'too-many',
      text: `${what} of the Worker's ${needed} bindings; expected at most ${allowed} bindings on the ${workersPlan} plan${more}`,
    },
  ];
}
