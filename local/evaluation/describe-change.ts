// What a change of the stack file means for the gateway, in one line without values.
import type { Plan } from '../plan.ts';

/** What is different; undefined: nothing that runs here. */
export function describeChange(before: Plan, after: Plan): string | undefined {
  const parts = [
    named('models', before.models, after.models),
    named('users', namesOf(before), namesOf(after)),
    named('resources', before.urns.map(shortUrn), after.urns.map(shortUrn)),
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join('; ');
  const bindings = changedBindings(before, after);
  if (bindings.length > 0) return `settings of ${bindings.join(', ')}`;
  return JSON.stringify(before) === JSON.stringify(after) ? undefined : 'other settings';
}

/** `models +a, -b` */
function named(
  what: string,
  before: readonly string[],
  after: readonly string[],
): string | undefined {
  const changes = [
    ...after.filter((name) => !before.includes(name)).map((name) => `+${name}`),
    ...before.filter((name) => !after.includes(name)).map((name) => `-${name}`),
  ];
  return changes.length === 0 ? undefined : `${what} ${changes.join(', ')}`;
}

function namesOf({ users }: Plan): readonly string[] {
  return [...new Set(users.map(({ name }) => name))];
}

function shortUrn(urn: string): string {
  return urn.split('::').at(-1) ?? urn;
}

function changedBindings(before: Plan, after: Plan): readonly string[] {
  const texts = new Map(before.script.bindings.map(({ name, text }) => [name, text]));
  const changed = after.script.bindings.filter(({ name, text }) => texts.get(name) !== text);
  const left = before.script.bindings.filter(
    ({ name }) => !after.script.bindings.some((binding) => binding.name === name),
  );
  return [...new Set([...changed, ...left].map(({ name }) => name.replace(/_\d+$/, '')))];
}
