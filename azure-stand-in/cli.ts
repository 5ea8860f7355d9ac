// `npm run azure`: the stand-in alone. Prints its address and a curl command that works.
import { HELP, parseCliOptions, type CliOptions } from './cli-options.ts';
import { startAzure, type AzureStandIn } from './server.ts';
import { untilStopped } from './until-stopped.ts';

async function main(): Promise<void> {
  const options = parseCliOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  const server = await start(options);
  void untilStopped()
    .then(() => server.close())
    .then(() => process.exit(0));
  const { key, deployments, json } = options;
  if (json) console.log(JSON.stringify({ url: server.url, key, deployments }));
  else console.log(describe(server.url, options));
}

async function start(options: CliOptions): Promise<AzureStandIn> {
  const { subdomain, key, deployments, port, pace, enforceRateLimits } = options;
  try {
    return await startAzure({
      accounts: [{ subdomain, keys: [key], deployments }],
      port,
      pace,
      enforceRateLimits,
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      const message = `port ${port} is taken; choose another with --port, or 0 for a free one`;
      throw new Error(message, { cause: error });
    }
    throw error;
  }
}

function describe(url: string, { subdomain, key, deployments }: CliOptions): string {
  const model = deployments[0]?.name ?? '';
  return `Azure OpenAI stand-in: ${url}/openai/v1
Resource name:         ${subdomain}
Key:                   ${key}
Deployments:           ${deployments.map(({ name }) => name).join(', ')}

curl ${url}/openai/v1/chat/completions -H 'api-key: ${key}' \\
  -H 'content-type: application/json' \\
  -d '{"model":"${model}","messages":[{"role":"user","content":"Hello"}]}'

Press Ctrl-C to stop.`;
}

main().catch((error: unknown) => {
  console.error(`azure: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
