// What a stand-in for one of Pulumi's providers does, without gRPC.
import type { Properties } from './grpc.ts';

/** A resource that the engine asks about. */
export interface ResourceName {
  /** Such as `azure-native:cognitiveservices:Account`. */
  readonly type: string;
  /** The name that the program gave it. */
  readonly name: string;
}

export interface CheckedInputs extends ResourceName {
  readonly olds: Properties;
  readonly news: Properties;
  /** Makes the same random name in a preview and in the update after it. */
  readonly seed: Uint8Array;
}

/** A resource as the state has it. Without inputs and outputs it is being imported. */
export interface KnownResource extends ResourceName {
  readonly id: string;
  readonly inputs?: Properties | undefined;
  readonly outputs?: Properties | undefined;
}

/** How one property differs, by its path such as `properties.model.name`. */
export interface PropertyChange {
  readonly kind: 'add' | 'delete' | 'update';
  readonly replaces: boolean;
}

export interface Difference {
  readonly changes: ReadonlyMap<string, PropertyChange>;
  readonly deleteBeforeReplace: boolean;
}

/** A resource in the state. */
export interface StoredResource extends ResourceName {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export interface MadeResource {
  readonly id: string;
  readonly outputs: Properties;
}

/** Whatever a method throws is what the engine shows as the provider's error. */
export interface Provider {
  readonly version: string;
  configure(variables: Properties): void;
  check(request: CheckedInputs): Properties;
  diff(known: StoredResource, news: Properties): Difference;
  create(resource: ResourceName, inputs: Properties, preview: boolean): Promise<MadeResource>;
  /** undefined: it is not there. */
  read(known: KnownResource): Promise<(MadeResource & { readonly inputs: Properties }) | undefined>;
  update(known: StoredResource, inputs: Properties, preview: boolean): Promise<Properties>;
  delete(known: KnownResource): Promise<void>;
  invoke(token: string, args: Properties): Promise<Properties>;
}

/** Takes the place of a value that a preview does not know yet, on Pulumi's wire. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
