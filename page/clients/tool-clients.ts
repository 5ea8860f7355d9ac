// Coding tools: a configuration file, variables, or a form.
import { baseOf, exports, form, quote, shellWord, type Client, type Connection } from './client.ts';
import * as connectTexts from '../texts/connect.ts';

export const TOOL_CLIENTS: readonly Client[] = [
  { name: 'Codex CLI', needs: ['responses', 'chat'], code: codex },
  {
    name: 'Cline',
    fields: form([connectTexts.fieldProvider, 'OpenAI Compatible'], connectTexts.fieldBase, baseOf),
  },
  { name: 'Continue', code: continueFile },
  { name: 'Aider', code: aider },
];

function codex(connection: Connection): string {
  return `# ~/.codex/config.toml
model = ${quote(connection.model)}
model_provider = "gateway"

[model_providers.gateway]
name = "gateway"
base_url = ${quote(baseOf(connection))}
env_key = "GATEWAY_KEY"
wire_api = "responses"

# In the shell that starts codex:
# export GATEWAY_KEY=${shellWord(connection.key)}
`;
}

function continueFile(connection: Connection): string {
  return `# config.yaml
name: gateway
version: 1.0.0
schema: v1
models:
  - name: ${quote(connection.model)}
    provider: openai
    model: ${quote(connection.model)}
    apiBase: ${quote(baseOf(connection))}
    apiKey: ${quote(connection.key)}
`;
}

function aider(connection: Connection): string {
  const variables = exports({
    OPENAI_API_BASE: baseOf(connection),
    OPENAI_API_KEY: connection.key,
  });
  return `${variables}aider --model ${shellWord(`openai/${connection.model}`)}\n`;
}
