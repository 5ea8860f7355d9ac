// What the recording upstream can be told to do.

/** Beside `ok`: ways in which Azure, or whatever answers in its place, is no help. */
export const FAULTS = [
  'leaky',
  'sse',
  '400',
  '401',
  '404',
  '429',
  '503',
  'html',
  'redirect',
  'badjson',
  'cut',
  'refuse',
] as const;

export type Mode = 'ok' | (typeof FAULTS)[number];

/** Those that a client may see as a 502 or 503. */
export const SERVER_FAULTS: readonly Mode[] = ['401', '503', 'html', 'redirect', 'cut'];
