// What `pulumi stack export` prints, as far as repairs need it. Secrets in it are encrypted.
// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go (DeploymentV3)
import { asObject } from '../../command-line/as-object.ts';

const STACK = 'pulumi:pulumi:Stack';

export interface Resource {
  readonly urn: string;
  /** Such as `azure-native:cognitiveservices:Account`. */
  readonly type: string;
  /** The last part of the URN. */
  readonly name: string;
  /** The cloud's id; undefined for components and for what is not created yet. */
  readonly id: string | undefined;
  /** URN; undefined for the stack itself. */
  readonly parent: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URN of the resource with which Pulumi takes it for deleted. */
  readonly deletedWith: string | undefined;
}

export interface PendingOperation {
  /** What was under way: creating, updating, deleting, reading or importing. */
  readonly type: string;
  readonly resource: Resource;
}

export interface ExportedStack {
  readonly resources: readonly Resource[];
  readonly pending: readonly PendingOperation[];
  /** The stack's output of that name. */
  readonly url: string | undefined;
}

/** Reads the JSON text; anything else is a stack without resources. */
export function readExportedStack(json: string): ExportedStack {
  const deployment = asObject(asObject(parse(json))['deployment']);
  const resources = toList(deployment['resources']);
  const stack = resources.map(asObject).find(({ type }) => type === STACK);
  return {
    resources: resources.map(toResource),
    url: toOptionalText(asObject(stack?.['outputs'])['url']),
    pending: toList(deployment['pending_operations']).map((operation) => {
      const { type, resource } = asObject(operation);
      return { type: toText(type), resource: toResource(resource) };
    }),
  };
}

function toResource(value: unknown): Resource {
  const { urn, type, id, parent, inputs, deletedWith } = asObject(value);
  return {
    urn: toText(urn),
    type: toText(type),
    name: toText(urn).split('::').slice(3).join('::'),
    id: toOptionalText(id),
    parent: toOptionalText(parent),
    inputs: asObject(inputs),
    deletedWith: toOptionalText(deletedWith),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function toOptionalText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
