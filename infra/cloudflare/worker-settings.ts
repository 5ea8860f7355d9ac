// Settings of the Worker beside its bindings, as they are uploaded and as Cloudflare's API names them.
import type { ExpectedWorker } from '../outputs/expected-worker.ts';
import { COMPATIBILITY_DATE, COMPATIBILITY_FLAGS } from './worker-runtime.ts';

/**
 * Invocation logs would hold each request's headers and URL. The Worker writes its own line per request,
 * without keys. Cloudflare's defaults are written out: it may return them, and then a refresh would show a
 * change.
 */
export const OBSERVABILITY = {
  enabled: true,
  headSamplingRate: 1,
  logs: { enabled: true, invocationLogs: false, headSamplingRate: 1, persist: true },
  traces: { enabled: false, headSamplingRate: 1, persist: true },
} as const;

/**
 * What decides how the code runs and where its logs go. Nothing is uploaded for Logpush, which sends logs
 * elsewhere. https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/settings/
 */
export const EXPECTED_SETTINGS: ExpectedWorker['settings'] = {
  compatibility_date: COMPATIBILITY_DATE,
  compatibility_flags: COMPATIBILITY_FLAGS.toSorted().join(' '),
  logpush: false,
  'observability.enabled': OBSERVABILITY.enabled,
  'observability.logs.enabled': OBSERVABILITY.logs.enabled,
  'observability.logs.invocation_logs': OBSERVABILITY.logs.invocationLogs,
  'observability.traces.enabled': OBSERVABILITY.traces.enabled,
};
