// Every client that is run.
import type { Client } from './client.ts';
import { JAVASCRIPT_CLIENTS } from './javascript-clients.ts';
import { PYTHON_CLIENTS } from './python-clients.ts';

export const CLIENTS: readonly Client[] = [...PYTHON_CLIENTS, ...JAVASCRIPT_CLIENTS];
