// Owns: the version of the Workers runtime that the Worker is written for. Whatever runs the bundle
// (Cloudflare, `npm start`, the tests) takes it from here. Holds no setting of a stack.

/**
 * From this date on `request.signal` is aborted when the client goes, so that Azure stops
 * generating: https://developers.cloudflare.com/workers/configuration/compatibility-dates/
 */
export const COMPATIBILITY_DATE = '2026-11-17';

/** None on top of the date; naming a flag that the date already holds is an error at upload. */
export const COMPATIBILITY_FLAGS: readonly string[] = [];

/** Name of the uploaded module. */
export const MAIN_MODULE = 'worker.js';
