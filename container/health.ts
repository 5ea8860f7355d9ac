// The container's health check: exit code 0 when the gateway of this container answers.
import { readEnvironment } from './environment.ts';

/** Docker gives up after the time in the Dockerfile; this says why before that. */
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

/** How this machine reaches what listens there. */
function hostOf(address: string): string {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1';
  return address.includes(':') ? `[${address}]` : address;
}
