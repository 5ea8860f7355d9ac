// Every client that is run.
import type { Client } from './client.ts';
import { CODING_AGENTS } from './coding-agents.ts';
import { COMMAND_LINE_CLIENTS } from './command-line-clients.ts';
import { COMPILED_CLIENTS } from './compiled-clients.ts';
import { JAVASCRIPT_CLIENTS } from './javascript-clients.ts';
import { PYTHON_CLIENTS } from './python-clients.ts';
import { PYTHON_FRAMEWORKS } from './python-frameworks.ts';

export const CLIENTS: readonly Client[] = [
  ...PYTHON_CLIENTS,
  ...PYTHON_FRAMEWORKS,
  ...JAVASCRIPT_CLIENTS,
  ...COMPILED_CLIENTS,
  ...CODING_AGENTS,
  ...COMMAND_LINE_CLIENTS,
];
