// The version of the Workers runtime that the Worker is written for. Whatever runs the bundle
// (Cloudflare, `npm start`, the tests) takes it from here. Holds no setting of a stack.

/** https://developers.cloudflare.com/workers/configuration/compatibility-dates/ */
export const COMPATIBILITY_DATE = '2026-10-23';

/**
 * `enable_request_signal` aborts `request.signal` when the client goes, so that its request is logged
 * and a stream's pipe ends. Dates from 2026-11-17 on hold it, and naming it again is then an error at upload:
 * https://developers.cloudflare.com/workers/configuration/compatibility-flags/
 */
export const COMPATIBILITY_FLAGS: readonly string[] = ['enable_request_signal'];

/** Name of the uploaded module. */
export const MAIN_MODULE = 'worker.js';
