// `npm run azure`, the stand-in on its own: flags in, an address and a working curl out.
import { parseArgs } from 'node:util';
import type { AzureDeployment } from './account.ts';
import { FILTER_ANSWER, FILTER_PROMPT } from './content-filter.ts';
import { describeVocabulary } from './delivery/directive.ts';
import { FAULT_VOCABULARY } from './delivery/fault.ts';
import { PACE_VOCABULARY } from './delivery/pace.ts';
import { startAzure } from './server.ts';
import { untilStopped } from '../local/until-stopped.ts';

const DEFAULTS = {
  port: '8788',
  key: 'azure-stand-in-key',
  subdomain: 'stand-in',
  deployment: [
    'gpt-5.4-mini=gpt-5.4-mini@2026-03-17',
    'text-embedding-3-small=text-embedding-3-small',
  ],
  pace: 'interval-ms=20',
};

const HELP = `Usage: npm run azure -- [options]

Starts a server on 127.0.0.1 that behaves as an Azure OpenAI account does.

  --port N              port, default ${DEFAULTS.port}; 0 picks a free one
  --key KEY             the account's key, default ${DEFAULTS.key}
  --subdomain NAME      the account's subdomain, default ${DEFAULTS.subdomain}
  --deployment D=M[@V]  a deployment D of model M, version V; repeatable; default:
                        ${DEFAULTS.deployment.join('\n                        ')}
  --pace PACE           x-ms-pace of requests that have none, default '${DEFAULTS.pace}'
  --enforce-rate-limits answer 429 when a deployment's quota is used up
  --json                print one line of JSON when ready, and nothing else
  --help                print this

A prompt with the word ${FILTER_PROMPT} is refused by the content filter; with the
word ${FILTER_ANSWER} the answer is stopped by it.

Request header x-ms-fault: what goes wrong, items separated by ';', such as '429; retry-after=2'
  400 … 599             that status, with Azure's body for it, in place of the answer
${describeVocabulary(FAULT_VOCABULARY)}

Request header x-ms-pace: how an answer is written, such as 'events=300; interval-ms=0'
${describeVocabulary(PACE_VOCABULARY)}`;

function parseDeployment(text: string): AzureDeployment {
  const [, name, model, version] = /^([^=@]+)=([^=@]+)(?:@([^=@]+))?$/.exec(text) ?? [];
  if (name === undefined || model === undefined) {
    throw new Error(`--deployment '${text}': expected name=model or name=model@version`);
  }
  return { name, model, ...(version === undefined ? {} : { version }) };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`--port '${text}': expected a number from 0 to 65535`);
}

function describeError(error: unknown, port: string): string {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (isTaken) return `port ${port} is taken; choose another with --port, or 0 for a free one`;
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: DEFAULTS.port },
      key: { type: 'string', default: DEFAULTS.key },
      subdomain: { type: 'string', default: DEFAULTS.subdomain },
      deployment: { type: 'string', multiple: true, default: DEFAULTS.deployment },
      pace: { type: 'string', default: DEFAULTS.pace },
      'enforce-rate-limits': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const deployments = values.deployment.map(parseDeployment);
  const server = await startAzure({
    accounts: [{ subdomain: values.subdomain, keys: [values.key], deployments }],
    port: parsePort(values.port),
    pace: values.pace,
    enforceRateLimits: values['enforce-rate-limits'],
  }).catch((error: unknown) => {
    throw new Error(describeError(error, values.port), { cause: error });
  });
  void untilStopped()
    .then(() => server.close())
    .then(() => process.exit(0));
  const { url } = server;
  if (values.json) {
    console.log(JSON.stringify({ url, key: values.key, deployments }));
    return;
  }
  const model = deployments[0]?.name ?? '';
  console.log(`Azure OpenAI stand-in: ${url}/openai/v1
Resource name:         ${values.subdomain}
Key:                   ${values.key}
Deployments:           ${deployments.map(({ name }) => name).join(', ')}

curl ${url}/openai/v1/chat/completions -H 'api-key: ${values.key}' \\
  -H 'content-type: application/json' \\
  -d '{"model":"${model}","messages":[{"role":"user","content":"Hello"}]}'

Ctrl-C ends it.`);
}

main().catch((error: unknown) => {
  console.error(`azure: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
