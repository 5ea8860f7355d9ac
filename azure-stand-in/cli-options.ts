// The command line of `npm run azure`: its options, their defaults and its help text.
import { parseArgs } from 'node:util';
import { describeVocabulary } from './faults/directive.ts';
import { FAULT_VOCABULARY } from './faults/fault.ts';
import { PACE_VOCABULARY } from './faults/pace.ts';
import { USAGE_VOCABULARY } from './usage/usage-directive.ts';
import type { AzureDeployment } from './operation/account.ts';
import { FILTER_ANSWER, FILTER_PROMPT } from './text/content-filter.ts';

const DEFAULTS = {
  port: '8788',
  key: 'azure-stand-in-key',
  subdomain: 'stand-in',
  deployment: [
    'gpt-5.4-mini=gpt-5.4-mini@2026-03-17',
    'text-embedding-3-small=text-embedding-3-small',
  ],
  // A client such as Codex CLI sends 40 KB, which are repeated.
  pace: 'interval-ms=20; longest-ms=10000',
};

export const HELP = `Usage: npm run azure -- [options]

Starts a server on 127.0.0.1 that behaves as an Azure OpenAI account does.

  --port N              port, default ${DEFAULTS.port}; 0 picks a free one
  --key KEY             the account's key, default ${DEFAULTS.key}
  --subdomain NAME      the account's subdomain, default ${DEFAULTS.subdomain}
  --deployment D=M[@V]  a deployment D of model M, version V; repeatable; default:
                        ${DEFAULTS.deployment.join('\n                        ')}
  --pace PACE           x-ms-pace of requests that do not have one, default:
                        '${DEFAULTS.pace}'
  --enforce-rate-limits answer 429 when a deployment's quota is used up
  --json                print one line of JSON when ready, and nothing else
  --help                print this text

If a prompt contains ${FILTER_PROMPT}, the content filter refuses it. If it contains
${FILTER_ANSWER}, the filter stops the answer.

Request header x-ms-fault: what goes wrong, items separated by ';', such as '429; retry-after=2'
  400 … 599             answer with that status and Azure's body for it
${describeVocabulary(FAULT_VOCABULARY)}

Request header x-ms-pace: how an answer is written, such as 'events=300; interval-ms=0'
${describeVocabulary(PACE_VOCABULARY)}

Request header x-ms-usage: what an answer uses, such as 'cached=1024; reasoning=200'
${describeVocabulary(USAGE_VOCABULARY)}

GET /stand-in/bill: what Azure would bill for all of it, as JSON`;

export interface CliOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly key: string;
  readonly subdomain: string;
  readonly deployments: readonly AzureDeployment[];
  readonly pace: string;
  readonly enforceRateLimits: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws Error whose message names the option and what it takes */
export function parseCliOptions(args: readonly string[]): CliOptions {
  const values = parse(args);
  return {
    port: parsePort(values.port),
    key: values.key,
    subdomain: values.subdomain,
    deployments: values.deployment.map(parseDeployment),
    pace: values.pace,
    enforceRateLimits: values['enforce-rate-limits'],
    json: values.json,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
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
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new Error(`${reason}. npm run azure -- --help lists the options.`, { cause: error });
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`--port '${text}': expected a number from 0 to 65535`);
}

function parseDeployment(text: string): AzureDeployment {
  const [, name, model, version] = /^([^=@]+)=([^=@]+)(?:@([^=@]+))?$/.exec(text) ?? [];
  if (name === undefined || model === undefined) {
    throw new Error(`--deployment '${text}': expected name=model or name=model@version`);
  }
  return { name, model, ...(version === undefined ? {} : { version }) };
}
