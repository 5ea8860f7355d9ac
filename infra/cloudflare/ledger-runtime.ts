// How the ledger's script runs. It keeps its version of the runtime, as it keeps its code.

import { LEDGER_CLASS } from '../bindings/ledger-binding.ts';

export const LEDGER = {
  className: LEDGER_CLASS,
  /** Name of the uploaded module. */
  mainModule: 'ledger.js',
  /** https://developers.cloudflare.com/workers/configuration/compatibility-dates/ */
  compatibilityDate: '2026-10-23',
  compatibilityFlags: [],
} as const;
