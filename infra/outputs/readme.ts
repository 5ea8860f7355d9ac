// The page that Pulumi's console shows for the stack (its output `readme`). It must not contain a
// secret, because the output is not one.
import type { ModelSettings, Settings } from '../settings/settings.ts';

const CHATS = /^(?!.*-(transcribe|tts|codex|pro|realtime)\b)(gpt-\d|o\d)/;

/** More names would hide the rest of the page. */
const MAX_NAMES = 20;

/**
 * Markdown on how to use this stack.
 *
 * @param url base URL, ending in /v1
 */
export function buildReadme(stack: string, url: string, settings: Settings): string {
  const { models } = settings;
  // The example is a chat, which other kinds of models refuse.
  const example = models.find(({ name }) => CHATS.test(name)) ?? models[0];
  return `# OpenAI-compatible endpoint

Base URL: \`${url}\`

Your key (JSON, by user name: ${userNames(settings)}):

\`\`\`sh
pulumi stack output users --show-secrets --stack ${stack}
\`\`\`

## Try it

\`\`\`sh
curl ${url}/chat/completions \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${example?.name ?? ''}", "messages": [{"role": "user", "content": "Hello"}]}'
\`\`\`

Any OpenAI client works with this base URL and your key.

## Models

| model | also called | region | model at Azure | SKU | capacity | share |
| --- | --- | --- | --- | --- | --- | --- |
${models.flatMap((model) => placeRows(model, settings)).join('\n')}
`;
}

function userNames({ users }: Settings): string {
  const names = users.slice(0, MAX_NAMES).map(({ name }) => inline(name));
  const more = users.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** One row for each region that serves the model. */
function placeRows({ name, aliases }: ModelSettings, { regions }: Settings): readonly string[] {
  return regions.flatMap((region) =>
    region.deployments
      .filter(({ serves }) => serves === name)
      .map(({ model, version = '', sku, capacity, weight, priority }) =>
        row([
          inline(name),
          aliases.map(inline).join(', '),
          region.name,
          `${model} ${version}`.trim(),
          sku,
          String(capacity),
          `weight ${weight}, priority ${priority}`,
        ]),
      ),
  );
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** As code, so that names are shown unchanged; a backtick would end the code. */
function inline(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
