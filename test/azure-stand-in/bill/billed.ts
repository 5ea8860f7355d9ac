// How the tests of the bill read it: only what is not zero.
import type { AzureStandIn } from '../../../azure-stand-in/server.ts';
import { NO_METERS } from '../../../azure-stand-in/usage/usage.ts';

/** The entries, each without its zeros and without what it does not have. */
export function billed(standIn: AzureStandIn): readonly Readonly<Record<string, unknown>>[] {
  return standIn
    .bill()
    .entries.map((entry) =>
      Object.fromEntries(
        Object.entries(entry).filter(([, value]) => value !== 0 && value !== undefined),
      ),
    );
}

/** What each entry billed, without whom. */
export function meters(standIn: AzureStandIn): readonly Readonly<Record<string, unknown>>[] {
  return billed(standIn).map((entry) =>
    Object.fromEntries(Object.entries(entry).filter(([name]) => name in NO_METERS)),
  );
}
