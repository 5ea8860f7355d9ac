// The version of the Workers runtime that the Worker is written for. Everything that runs the bundle
// (Cloudflare, `npm start`, the tests) uses these values.

/** https://developers.cloudflare.com/workers/configuration/compatibility-dates/ */
export const COMPATIBILITY_DATE = '2026-10-23';

/**
 * `enable_request_signal` aborts `request.signal` when the client disconnects, so that its request is
 * logged and a stream's pipe ends. Compatibility dates from 2026-11-17 include the flag, and uploading it
 * with such a date is an error:
 * https://developers.cloudflare.com/workers/configuration/compatibility-flags/
 */
export const COMPATIBILITY_FLAGS: readonly string[] = ['enable_request_signal'];

/** Name of the uploaded module. */
export const MAIN_MODULE = 'worker.js';
