// Coding agents for the command line, with the settings that docs/clients.md gives.
import type { Client, Command } from './client.ts';

const MODEL = 'gpt-5.4-mini';

/** The stand-in repeats the prompt, so the mark is in the answer. */
function prints(check: string, args: readonly string[]): Readonly<Record<string, Command>> {
  return { [check]: { args, prints: new RegExp(`You said:[^]*\\[${check}\\]`) } };
}

export const CODING_AGENTS: readonly Client[] = [
  codex('codex', '0.171.0'),
  codex('codex 0', '0.146.0'),
  {
    name: 'aider',
    version: '0.86.2',
    source: { tool: 'uv', packages: ['aider-chat==0.86.2'] },
    env: ({ origin, key }) => ({ OPENAI_API_BASE: `${origin}/v1`, OPENAI_API_KEY: key }),
    commands: () => ({
      ...prints('chat', aider('[chat]', '--no-stream')),
      ...prints('chat-stream', aider('[chat-stream]', '--stream')),
    }),
  },
  {
    name: 'cline',
    version: '3.0.65',
    source: { tool: 'npm', packages: ['cline@3.0.65'] },
    commands: ({ origin, key }) => ({
      settings: {
        args: ['cline', 'auth', '-p', 'openai', '-k', key, '-m', MODEL, '-b', `${origin}/v1`],
        prints: /^/,
      },
      'chat-tools': { args: ['cline', '--retries', '1', 'say [chat-tools]'], prints: /You said/ },
    }),
    reaches: { settings: { path: /^/, times: 0 } },
  },
  {
    name: 'opencode',
    version: '1.18.33',
    source: { tool: 'npm', packages: ['opencode-ai@1.18.33'] },
    env: ({ key }) => ({ GATEWAY_KEY: key, OPENCODE_DISABLE_AUTOUPDATE: '1' }),
    files: ({ origin }) => ({
      'opencode.json': JSON.stringify({
        provider: {
          gateway: {
            npm: '@ai-sdk/openai-compatible',
            options: { baseURL: `${origin}/v1`, apiKey: '{env:GATEWAY_KEY}' },
            models: { [MODEL]: {} },
          },
        },
      }),
    }),
    commands: () => ({
      'chat-tools': {
        args: ['opencode', 'run', '--model', `gateway/${MODEL}`, 'say [chat-tools]'],
        prints: /You said:/,
      },
    }),
  },
  {
    name: 'continue',
    version: '1.5.47',
    source: { tool: 'npm', packages: ['@continuedev/cli@1.5.47'] },
    env: () => ({ CONTINUE_TELEMETRY_ENABLED: '0' }),
    files: ({ origin, key }) => ({
      'config.yaml': `name: gateway
version: 1.0.0
schema: v1
models:
  - name: ${MODEL}
    provider: openai
    model: ${MODEL}
    apiBase: ${origin}/v1
    apiKey: ${key}
    roles: [chat]
`,
    }),
    // It uses the Responses API for gpt-5 models.
    commands: () => ({
      'responses-tools': {
        args: ['cn', '--config', 'config.yaml', '--readonly', '-p', 'say [responses-tools]'],
        prints: /You said:/,
      },
    }),
  },
  {
    name: 'qwen-code',
    version: '0.15.10',
    source: { tool: 'npm', packages: ['@qwen-code/qwen-code@0.15.10'] },
    systemNode: true,
    env: ({ origin, key }) => ({
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: `${origin}/v1`,
      OPENAI_MODEL: MODEL,
    }),
    commands: () => ({
      'chat-tools': {
        args: ['qwen', '--auth-type', 'openai', '--approval-mode', 'plan', 'say [chat-tools]'],
        prints: /You said:/,
      },
    }),
  },
  {
    name: 'pi',
    version: '0.73.1',
    source: { tool: 'npm', packages: ['@mariozechner/pi-coding-agent@0.73.1'] },
    env: () => ({ PI_OFFLINE: '1', PI_TELEMETRY: '0' }),
    files: ({ origin, key }) => ({
      '.pi/agent/models.json': JSON.stringify({
        providers: Object.fromEntries(
          ['openai-completions', 'openai-responses'].map((api) => [
            api,
            { baseUrl: `${origin}/v1`, api, apiKey: key, models: [{ id: MODEL, reasoning: true }] },
          ]),
        ),
      }),
    }),
    commands: () => ({
      'chat-tools': {
        args: [
          'pi',
          '--provider',
          'openai-completions',
          '--model',
          MODEL,
          '-p',
          'say [chat-tools]',
        ],
        prints: /You said:/,
      },
      'responses-tools': {
        args: ['pi', '--provider', 'openai-responses', '--model', MODEL].concat(
          '-p',
          'say [responses-tools]',
        ),
        prints: /You said:/,
      },
    }),
  },
];

function codex(name: string, version: string): Client {
  return {
    name,
    version,
    source: { tool: 'npm', packages: [`@openai/codex@${version}`] },
    env: ({ home, key }) => ({ CODEX_HOME: `${home}/.codex`, GATEWAY_KEY: key, WRONG: 'sk-wrong' }),
    files: ({ origin }) => ({ '.codex/config.toml': codexConfig(origin) }),
    commands: () => ({
      ...prints('responses', ['codex', 'exec', ...CODEX_OPTIONS, 'say [responses]']),
      ...prints('resume', [
        'codex',
        'exec',
        'resume',
        '--last',
        '--skip-git-repo-check',
        'say [resume]',
      ]),
      'wrong-key': {
        args: ['codex', 'exec', ...CODEX_OPTIONS, '-c', 'model_provider="wrong"', 'hi'],
        prints: /401/,
        fails: true,
      },
    }),
    reaches: { resume: { path: /\/responses$/ } },
  };
}

const CODEX_OPTIONS = ['--skip-git-repo-check', '--sandbox', 'read-only'];

function codexConfig(origin: string): string {
  const provider = (name: string, key: string) => `
[model_providers.${name}]
name = "${name}"
base_url = "${origin}/v1"
env_key = "${key}"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
`;
  return `model = "${MODEL}"
model_provider = "gateway"
${provider('gateway', 'GATEWAY_KEY')}${provider('wrong', 'WRONG')}`;
}

function aider(prompt: string, ...options: readonly string[]): readonly string[] {
  return [
    'aider',
    ...['--model', `openai/${MODEL}`, '--message', `say ${prompt}`, '--yes-always', '--no-git'],
    ...[
      '--no-show-model-warnings',
      '--no-check-update',
      '--analytics-disable',
      '--map-tokens',
      '0',
    ],
    ...['--no-pretty', '--chat-mode', 'ask', ...options],
  ];
}
