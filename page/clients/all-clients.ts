import { APP_CLIENTS } from './app-clients.ts';
import type { Client } from './client.ts';
import { LIBRARY_CLIENTS } from './library-clients.ts';
import { TOOL_CLIENTS } from './tool-clients.ts';

/** All clients, by what they are, in the order in which they are offered. */
export const CLIENTS = {
  libraries: LIBRARY_CLIENTS,
  tools: TOOL_CLIENTS,
  apps: APP_CLIENTS,
} as const satisfies Readonly<Record<string, readonly Client[]>>;

export const CLIENT_KINDS = [
  'libraries',
  'tools',
  'apps',
] as const satisfies readonly (keyof typeof CLIENTS)[];
