// The quota that the stack's own deployments hold, from its state.
import { asObject } from '../../command-line/as-object.ts';
import type { ExportedStack } from '../../pulumi-cli/repair/exported-stack.ts';

const TYPE = 'azure-native:cognitiveservices:';

/** `<location> OpenAI.<sku>.<model>` -> units. */
export function ownUnits(stack: ExportedStack | undefined): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  const resources = stack?.resources ?? [];
  const locations = new Map(
    resources
      .filter(({ type }) => type === `${TYPE}Account`)
      .map(({ inputs }) => [inputs['accountName'], inputs['location']]),
  );
  for (const { type, inputs } of resources) {
    if (type !== `${TYPE}Deployment`) continue;
    const location = locations.get(inputs['accountName']);
    const { name, capacity } = asObject(inputs['sku']);
    const model = asObject(asObject(inputs['properties'])['model']);
    const key = `${String(location)} ${String(model['format'])}.${String(name)}.${String(model['name'])}`;
    units.set(key, (units.get(key) ?? 0) + Number(capacity));
  }
  return units;
}
