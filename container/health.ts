// The container's health check: exit code 0 when the gateway in this container answers.
import { readEnvironment } from './environment.ts';

/** Shorter than the timeout in the Dockerfile, so that the reason is printed before Docker gives up. */
const LIMIT_MS = 4000;

try {
  const settings = readEnvironment(process.env);
  if (!settings.ok) throw new Error(settings.error.join('\n'));
  const { address, port } = settings.value;
  const response = await fetch(`http://${hostOf(address)}:${port}/health`, {
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!response.ok) throw new Error(`it answers ${response.status}`);
} catch (error) {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  console.error(`Not healthy: ${cause instanceof Error ? cause.message : String(cause)}`);
  process.exitCode = 1;
}

/** The host under which this machine reaches that address. */
function hostOf(address: string): string {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1';
  return address.includes(':') ? `[${address}]` : address;
}
