import { APP_CLIENTS } from './app-clients.ts';
import type { Client } from './client.ts';
import { LIBRARY_CLIENTS } from './library-clients.ts';
import { TOOL_CLIENTS } from './tool-clients.ts';

/** All clients, in the order in which they are offered. */
export const CLIENTS: readonly Client[] = [...LIBRARY_CLIENTS, ...TOOL_CLIENTS, ...APP_CLIENTS];
