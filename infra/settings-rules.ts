// Owns: the rules between settings, such as names that must differ. They look at the configuration
// as decoded and overlook what has the wrong form, so that they are reported together with it.
import { z } from 'zod';
import { MAX_BINDINGS, pieceCount } from './binding-text.ts';
import { modelNames, toModelBindings } from './models.ts';
import type { Settings } from './settings.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { toKey, wrongValue } from './settings-faults.ts';
import { encodedUsersLength } from './user-codec.ts';
import { bindingPlaceholder } from './user-key.ts';

const someText = z.string().optional().catch(undefined);

/** What can be read of a configuration that may be wrong anywhere. */
const looseSchema = z.object({
  customDomain: someText,
  workersDev: someText,
  workersDevSubdomain: someText,
  models: z
    .array(
      z
        .object({ name: someText, aliases: z.array(someText).catch([]) })
        .catch({ name: undefined, aliases: [] }),
    )
    .catch([]),
  users: z
    .array(z.object({ name: someText, key: someText }).catch({ name: undefined, key: undefined }))
    .catch([]),
});

type Loose = z.output<typeof looseSchema>;

/** A name or key that no two places may share, in the form in which they are compared. */
interface Claim {
  readonly path: readonly PropertyKey[];
  readonly value: string | undefined;
}

/**
 * @param usersAreSecret whether Pulumi keeps (part of) `users` encrypted
 */
export function crossFaults(context: FaultContext, usersAreSecret: boolean): readonly Fault[] {
  const loose = looseSchema.parse(context.values);
  return [
    ...unreachable(loose, context),
    ...repeated(modelClaims(loose), context),
    ...repeated(
      loose.users.map(({ name }, index) => ({
        path: ['users', index, 'name'],
        value: name?.normalize('NFC').trim(),
      })),
      context,
    ),
    ...repeated(
      loose.users.map(({ key }, index) => ({ path: ['users', index, 'key'], value: key })),
      context,
    ),
    ...(usersAreSecret ? [] : plainKeys(loose)),
  ];
}

/** Whether everything that must be told to the Worker fits the plan's bindings. */
export function bindingFaults({ users, models, workersPlan }: Settings): readonly Fault[] {
  const forUsers = pieceCount(encodedUsersLength(users.map(bindingPlaceholder)));
  const forModels = pieceCount(Buffer.byteLength(JSON.stringify(toModelBindings(models))));
  // BACKENDS and BACKEND_KEYS hold one short entry each.
  const needed = forUsers + forModels + 2;
  const allowed = MAX_BINDINGS[workersPlan];
  if (needed <= allowed) return [];
  const [key, what] =
    forUsers >= forModels
      ? ['users', `${users.length} users take ${forUsers}`]
      : ['models', `${modelNames(models).length} model names take ${forModels}`];
  const more = workersPlan === 'free' ? ` (workersPlan paid allows ${MAX_BINDINGS.paid})` : '';
  return [
    {
      key,
      text: `${what} of the Worker's ${needed} bindings; expected at most ${allowed} bindings on the ${workersPlan} plan${more}`,
    },
  ];
}

function unreachable(loose: Loose, context: FaultContext): readonly Fault[] {
  if (loose.customDomain !== undefined) return [];
  if (loose.workersDev === 'false') {
    const allowed = 'true, or a customDomain: nothing else leads to the Worker';
    return [wrongValue(context, ['workersDev'], allowed)];
  }
  if (loose.workersDevSubdomain !== undefined) return [];
  const allowed =
    "the account's own part of <name>.workers.dev, which the dashboard shows under Workers & Pages: " +
    '`pulumi config set workersDevSubdomain <name>`; or a host name of yours: `pulumi config set customDomain <host name>`';
  return [wrongValue(context, ['workersDevSubdomain'], allowed)];
}

/** Names before aliases, so that the alias is the one to change. Azure ignores the case. */
function modelClaims({ models }: Loose): readonly Claim[] {
  return [
    ...models.map(({ name }, index) => ({
      path: ['models', index, 'name'],
      value: name?.toLowerCase(),
    })),
    ...models.flatMap(({ aliases }, index) =>
      aliases.map((alias, place) => ({
        path: ['models', index, 'aliases', place],
        value: alias?.toLowerCase(),
      })),
    ),
  ];
}

function repeated(claims: readonly Claim[], context: FaultContext): readonly Fault[] {
  const first = new Map<string, Claim['path']>();
  return claims.flatMap(({ path, value }) => {
    if (value === undefined) return [];
    const earlier = first.get(value);
    if (earlier !== undefined) {
      return [wrongValue(context, path, `one that differs from ${toKey(earlier)}`)];
    }
    first.set(value, path);
    return [];
  });
}

/** Pulumi tells only whether some of `users` is secret, so one plain key among secret ones passes. */
function plainKeys({ users }: Loose): readonly Fault[] {
  return users.flatMap(({ key }, index) => {
    if (key === undefined) return [];
    const path = toKey(['users', index, 'key']);
    return [
      {
        key: path,
        text: `in plain text; expected a secret: \`pulumi config set --path '${path}' --secret\``,
      },
    ];
  });
}
