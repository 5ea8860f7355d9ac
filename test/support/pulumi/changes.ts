// The changes from one run of the program to another: resources, and bindings of the Worker.
import type { Run } from './run.ts';
import { bindingTexts } from './view.ts';

/** Inputs and options by URN, which the engine compares with its state. */
export function registered({ resources }: Run): ReadonlyMap<string, string> {
  return new Map(
    resources.map(({ urn, inputs, options }) => [urn, JSON.stringify({ inputs, options })]),
  );
}

/** What `pulumi up` would list: + created, ~ updated, - deleted. Unchanged resources are left out. */
export function changes(before: Run, after: Run): readonly string[] {
  const [old, now] = [registered(before), registered(after)];
  const name = (urn: string) => urn.split('::')[3] ?? urn;
  return [
    ...[...now.keys()].filter((urn) => !old.has(urn)).map((urn) => `+ ${name(urn)}`),
    ...[...now]
      .filter(([urn, text]) => old.has(urn) && old.get(urn) !== text)
      .map(([urn]) => `~ ${name(urn)}`),
    ...[...old.keys()].filter((urn) => !now.has(urn)).map((urn) => `- ${name(urn)}`),
  ].toSorted();
}

/** The names of the bindings that differ. */
export function changedBindings(before: Run, after: Run): readonly string[] {
  const [old, now] = [bindingTexts(before), bindingTexts(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => old.get(name) !== now.get(name),
  );
}
