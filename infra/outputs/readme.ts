// The page that Pulumi's console shows for the stack (its output `readme`). It must not contain a
// secret, because the output is not one.
import { exampleRequest } from './example-request.ts';
import { mayBeUpgraded } from '../settings/regions.ts';
import type { ModelSettings, Settings } from '../settings/settings.ts';

/** More names would hide the rest of the page. */
const MAX_NAMES = 20;

/**
 * Markdown on how to use this stack.
 *
 * @param url base URL, ending in /v1
 */
export function buildReadme(stack: string, url: string, settings: Settings): string {
  const { models } = settings;
  return `# OpenAI-compatible endpoint

Base URL: \`${url}\`

Your key (JSON, by user name: ${userNames(settings)}):

\`\`\`sh
pulumi stack output users --show-secrets --stack ${stack}
\`\`\`

## Try it

\`\`\`sh
${command(url, models)}
\`\`\`

Any OpenAI client works with this base URL and your key.

## Models

| model | also called | region | model at Azure | SKU | capacity | share |
| --- | --- | --- | --- | --- | --- | --- |
${models.flatMap((model) => placeRows(model, settings)).join('\n')}
`;
}

/** For models that take no text, the list of models is requested. */
function command(url: string, models: readonly ModelSettings[]): string {
  const example = exampleRequest(models);
  const authorization = '-H "Authorization: Bearer $OPENAI_API_KEY"';
  if (example === undefined) return `curl ${url}/models \\\n  ${authorization}`;
  return `curl ${url}/${example.path} \\
  ${authorization} \\
  -H "Content-Type: application/json" \\
  -d '${JSON.stringify(example.body).replaceAll("'", "'\\''")}'`;
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
      .map(({ model, version = '', sku, capacity, weight, priority, ...deployment }) =>
        row([
          inline(name),
          aliases.map(inline).join(', '),
          region.name,
          `${model} ${version}`.trim() +
            (version !== '' && mayBeUpgraded(deployment) ? ' or newer' : ''),
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
