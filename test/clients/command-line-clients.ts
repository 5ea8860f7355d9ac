// Programs for the command line that send a prompt and print the answer.
import type { Client, Command } from './client.ts';

const MODEL = 'gpt-5.4-mini';

/** It refuses sampling parameters, the default values too. */
const STRICT_MODEL = 'gpt-5-mini';

/** The stand-in repeats the prompt, so the mark is in the answer. */
function prints(check: string, args: readonly string[]): Readonly<Record<string, Command>> {
  return { [check]: { args, prints: new RegExp(`You said:[^]*\\[${check}\\]`) } };
}

export const COMMAND_LINE_CLIENTS: readonly Client[] = [
  {
    name: 'sgpt',
    version: '1.5.1',
    stack: 'more-models',
    source: { tool: 'uv', packages: ['shell-gpt==1.5.1', 'click==8.2.1'] },
    env: ({ origin, key }) => ({
      OPENAI_API_KEY: key,
      API_BASE_URL: `${origin}/v1`,
      DEFAULT_MODEL: STRICT_MODEL,
    }),
    // It always sends `top_p: 1.0`.
    commands: () => prints('chat', ['sgpt', '--no-cache', '--no-md', 'say [chat]']),
  },
  {
    name: 'llm',
    version: '0.36',
    source: { tool: 'uv', packages: ['llm==0.36'] },
    env: ({ home, key }) => ({ LLM_USER_PATH: `${home}/llm`, OPENAI_API_KEY: key }),
    files: ({ origin }) => ({
      'llm/extra-openai-models.yaml': `- model_id: gateway
  model_name: ${MODEL}
  api_base: ${origin}/v1
  api_key_name: openai
  supports_schema: true
  supports_tools: true
`,
    }),
    commands: () => ({
      ...prints('chat', ['llm', '-m', 'gateway', '--no-stream', 'say [chat]']),
      ...prints('chat-stream', ['llm', '-m', 'gateway', 'say [chat-stream]']),
      'chat-json': {
        args: ['llm', '-m', 'gateway', '--schema', CITY, 'say [chat-json]'],
        prints: /"city": ?"say \[chat-json\]"/,
      },
      'wrong-key': {
        args: ['llm', '-m', 'gateway', '--key', 'sk-wrong', 'hi'],
        prints: /401|not valid|invalid/i,
        fails: true,
      },
    }),
  },
  {
    name: 'promptfoo',
    version: '0.121.20',
    stack: 'more-models',
    source: { tool: 'npm', packages: ['promptfoo@0.121.20'] },
    env: ({ origin, key }) => ({
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: `${origin}/v1`,
      AZURE_API_KEY: key,
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
      PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
    }),
    // azure:chat sends `top_p: 1` by itself.
    files: ({ origin }) => ({
      'chat.yaml': promptfooConfig('chat', [
        `openai:chat:${MODEL}`,
        {
          id: `azure:chat:${STRICT_MODEL}`,
          config: { apiBaseUrl: origin, apiVersion: '2024-10-21' },
        },
      ]),
      'responses.yaml': promptfooConfig('responses', [`openai:responses:${MODEL}`]),
    }),
    commands: () => ({
      chat: promptfoo('chat'),
      responses: promptfoo('responses'),
    }),
  },
];

const CITY = JSON.stringify({
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
});

function promptfoo(check: string): Command {
  return {
    args: ['promptfoo', 'eval', '-c', `${check}.yaml`, '--no-cache', '--no-write'],
    prints: /100(\.00)?%/,
  };
}

/** JSON is YAML too. */
function promptfooConfig(check: string, providers: readonly unknown[]): string {
  const assert = [{ type: 'contains', value: `[${check}]` }];
  return JSON.stringify({ prompts: [`say [${check}]`], providers, tests: [{ assert }] });
}
