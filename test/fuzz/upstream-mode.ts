// The modes of the recording upstream.

/** The modes in which Azure, or a server in its place, fails. */
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
  'early-error',
  'early-429',
  'late-error',
] as const;

export type Mode = 'ok' | (typeof FAULTS)[number];

/** Those that a client may see as a 502 or 503. */
export const SERVER_FAULTS: readonly Mode[] = [
  '401',
  '503',
  'html',
  'redirect',
  'cut',
  'early-error',
];
