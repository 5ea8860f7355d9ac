/** Bindings per Worker: https://developers.cloudflare.com/workers/platform/limits/#environment-variables */
export const MAX_BINDINGS = { free: 64, paid: 128 } as const;

/** A Cloudflare Workers plan. */
export type WorkersPlan = keyof typeof MAX_BINDINGS;
