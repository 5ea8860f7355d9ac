// The bindings with which the Worker reaches its ledger, a Durable Object in a Worker of its own.
import type * as pulumi from '@pulumi/pulumi';

/** As `WorkersScript` calls it. */
export interface LedgerBinding {
  readonly type: 'durable_object_namespace';
  readonly name: 'LEDGER' | 'LEDGER_BEFORE';
  readonly className: string;
  /** Name of the Worker whose class it is. */
  readonly scriptName: pulumi.Input<string>;
}

/** The Workers that count. */
export interface LedgerScripts {
  /** Name of the Worker that counts. */
  readonly current: pulumi.Input<string>;
  /** Name of the one whose counts it takes over; undefined: it is the first. */
  readonly before?: pulumi.Input<string> | undefined;
}

/** The class that each of them has. */
export const LEDGER_CLASS = 'Ledger';

/** The binding of one of the Workers; undefined where there is none. */
export function ledgerBinding(
  name: LedgerBinding['name'],
  scriptName: pulumi.Input<string> | undefined,
): LedgerBinding | undefined {
  if (scriptName === undefined) return undefined;
  return { type: 'durable_object_namespace', name, className: LEDGER_CLASS, scriptName };
}
