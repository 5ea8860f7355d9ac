// The rules about teams: unique names, users that name one that exists, models that exist.
import { plainName } from '../../settings/person-name.ts';
import type { LooseSettings } from '../loose-settings.ts';
import type { Fault, FaultContext } from '../settings-faults.ts';
import { wrongValue } from '../settings-faults.ts';
import { findDuplicates } from '../unique-values.ts';
import { unknownModels } from '../user-rules.ts';

/** Everything wrong about the teams and who is in them. */
export function teamFaults(loose: LooseSettings, context: FaultContext): readonly Fault[] {
  const { teams, users } = loose;
  const names = teams.map(({ name }) => name && plainName(name));
  const known = names.flatMap((name) => name ?? []);
  return [
    ...findDuplicates(
      names.map((value, index) => ({ path: ['teams', index, 'name'], value })),
      context,
    ),
    ...users.flatMap(({ team }, index) =>
      team === undefined || known.includes(plainName(team))
        ? []
        : [wrongValue(context, ['users', index, 'team'], 'the name of one of `teams`', known)],
    ),
    ...teams.flatMap(({ members }, index) =>
      unknownModels(loose, members?.models, ['teams', index, 'members', 'models'], context),
    ),
  ];
}
