// Libraries from PyPI.
import type { Client } from './client.ts';

export const PYTHON_CLIENTS: readonly Client[] = [
  {
    name: 'openai-python',
    version: '3.57.0',
    source: { tool: 'uv', packages: ['openai[realtime]==3.57.0'] },
    program: 'python/openai_current.py',
    checks: [
      'models',
      'chat',
      'chat-stream',
      'chat-tools',
      'chat-json',
      'chat-defaults',
      'chat-cut',
      'responses',
      'responses-stream',
      'responses-tools',
      'responses-chain',
      'responses-defaults',
      'responses-cut',
      'background-resume',
      'embeddings',
      'image',
      'transcription',
      'speech',
      'realtime',
      'files',
      'containers',
      'wrong-key',
      'retry',
    ],
  },
];
