// Paths that the gateway answers for their caller, without Azure.

/** About users and their usage. */
export const CALLER_PATHS = ['me', 'admin/usage', 'admin/status'] as const;

/** All of them, without those that have an id. */
export const LOCAL_PATHS: readonly string[] = ['models', ...CALLER_PATHS];
