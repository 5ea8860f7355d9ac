// The plan of a gateway that variables describe, as the container runs it.
import { NO_MODEL } from '../../command-line/no-model.ts';
import { UserError } from '../../command-line/user-error.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { buildLedger, buildWorker } from '../../infra/bundle/bundle.ts';
import { buildPage } from '../../infra/bundle/page.ts';
import { LEDGER } from '../../infra/cloudflare/ledger-runtime.ts';
import {
  COMPATIBILITY_DATE,
  COMPATIBILITY_FLAGS,
  MAIN_MODULE,
} from '../../infra/cloudflare/worker-runtime.ts';
import { parseConfig } from '../../worker/config/parse-config.ts';
import type { Plan } from '../plan.ts';
import { openMemory } from '../stack/memory.ts';
import { scriptInFolder } from '../workerd/script-in-folder.ts';
import { refusal } from './choose-source.ts';

/**
 * Plans a start. Without `CHIT_USERS` there is one user, with a key that is kept.
 *
 * @param root the project's folder
 * @param values the Worker's variables
 * @throws UserError whose message names every variable that is wrong
 */
export function planVariables(root: string, values: Readonly<Record<string, string>>): Plan {
  const key = `sk-${openMemory(root, 'seed').recall('user', 48)}`;
  const bindings = { CHIT_USERS: encodeUsers([{ name: 'local', key }]), ...values };
  const config = parseConfig(bindings);
  if (!config.ok) throw new UserError(refusal(config.error));
  const { access, catalog, limits } = config.value;
  if (catalog.size === 0) throw new UserError(refusal([NO_MODEL]));
  const users = access.kind === 'users' ? [...access.users.byKey] : [];
  return {
    script: scriptInFolder(root, {
      contentFile: buildWorker(root).contentFile,
      mainModule: MAIN_MODULE,
      files: Object.entries(buildPage(root)).map(([name, file]) => ({ name, ...file })),
      compatibilityDate: COMPATIBILITY_DATE,
      compatibilityFlags: COMPATIBILITY_FLAGS,
      bindings: Object.entries(bindings).map(([name, text]) => ({ name, text })),
      ledgers:
        limits === undefined
          ? []
          : [
              {
                ...LEDGER,
                binding: 'LEDGER',
                name: 'ledger',
                contentFile: buildLedger(root).contentFile,
              },
            ],
    }),
    leftOut: [],
    accounts: undefined,
    models: [...catalog.keys()],
    users: users.map(([userKey, { user }]) => ({ name: user.name, key: userKey })),
    urns: [],
  };
}
