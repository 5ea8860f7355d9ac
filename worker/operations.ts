// Owns: the table of operations. Adding an operation is adding a row.

import type { UpstreamStyle } from './env.ts';

/**
 * The last dated preview, for deployment-style URLs:
 * https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle.
 */
export const DEFAULT_API_VERSION = '2025-04-01-preview';

/** What happens to a request for an operation. */
export type Operation =
  | {
      readonly kind: 'relay';
      readonly name: string;
      readonly method: 'POST';
      /** URL style, unless the model overrides it. */
      readonly style: UpstreamStyle;
      /** Its streams may open with an event that has no `choices`, which clients choke on. */
      readonly dropsOpener: boolean;
    }
  | {
      readonly kind: 'local';
      readonly name: 'about' | 'health' | 'models' | 'models/{id}';
      readonly method: 'GET';
      /** Open to callers without a key. */
      readonly open: boolean;
    };

const RELAYED = [
  { name: 'chat/completions', style: 'v1', dropsOpener: true },
  { name: 'completions', style: 'v1', dropsOpener: true },
  { name: 'embeddings', style: 'v1', dropsOpener: false },
] as const;

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['', { kind: 'local', name: 'about', method: 'GET', open: true }],
  ['health', { kind: 'local', name: 'health', method: 'GET', open: true }],
  ['models', { kind: 'local', name: 'models', method: 'GET', open: false }],
  ...RELAYED.map((row): [string, Operation] => [
    row.name,
    { kind: 'relay', method: 'POST', ...row },
  ]),
]);

const MODEL: Operation = { kind: 'local', name: 'models/{id}', method: 'GET', open: false };

/** The operation at a path (as `Target.path` spells it), whatever the method. */
export function findOperation(path: string): Operation | undefined {
  return OPERATIONS.get(path) ?? (path.startsWith('models/') ? MODEL : undefined);
}

/** Names of the relayed operations, for the page at `/`. */
export function relayedOperations(): readonly string[] {
  return RELAYED.map((row) => row.name);
}
