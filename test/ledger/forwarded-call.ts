// What the Worker in the gateway's place is to call.

/** The body of an HTTP request to `in-workerd/caller.ts`. */
export interface ForwardedCall {
  readonly namespace: 'LEDGER' | 'LEDGER_BEFORE';
  readonly object: string;
  readonly method: string;
  readonly args: readonly unknown[];
}
