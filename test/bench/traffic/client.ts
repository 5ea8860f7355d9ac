// The load generator: sends one workload's request over kept-alive connections, times it, and
// checks every byte that comes back. Must not be slowed by what it measures: it runs outside workerd
// and checks after the clock has stopped.
import { request, type Agent, type IncomingMessage } from 'node:http';
import { UserError } from '../../../command-line/user-error.ts';
import { requestHeaders } from './headers.ts';
import type { Exchange } from '../measure/metrics.ts';

/** One request and what must come back. */
export interface Errand {
  readonly workload: string;
  readonly url: URL;
  readonly body: Buffer;
  readonly contentType: string;
  /** Each of them is a right answer. */
  readonly statuses: readonly number[];
  /** Undefined: the bytes of the answer are not checked. */
  readonly expected: Buffer | undefined;
  /** The request carries an unknown key. */
  readonly isRefused: boolean;
  /** The side that a fault message names. */
  readonly side: string;
}

/**
 * Sends the same request `count` times, `concurrency` of them at once.
 *
 * @throws UserError when any answer is not the expected one, to the byte
 */
export async function sendMany(
  errand: Errand,
  agent: Agent,
  count: number,
  concurrency: number,
): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = [];
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0) exchanges.push(await sendOne(errand, agent));
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return exchanges;
}

async function sendOne(errand: Errand, agent: Agent): Promise<Exchange> {
  const chunks: Buffer[] = [];
  const startMs = performance.now();
  let firstByteMs = 0;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = requestHeaders(errand);
    const sent = request(errand.url, { method: 'POST', agent, headers }, (incoming) => {
      incoming.on('data', (chunk: Buffer) => {
        if (chunks.length === 0) firstByteMs = performance.now() - startMs;
        chunks.push(chunk);
      });
      incoming.on('end', () => {
        resolve(incoming);
      });
      incoming.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(errand.body);
  }).catch((error: unknown) => {
    throw new UserError(describe(errand, `the connection broke: ${String(error)}`));
  });
  const totalMs = performance.now() - startMs;
  check(errand, response.statusCode, Buffer.concat(chunks));
  return { firstByteMs, totalMs };
}

function check(errand: Errand, status: number | undefined, received: Buffer): void {
  const { statuses, expected } = errand;
  if (status === undefined || !statuses.includes(status)) {
    const body = received.toString('utf8', 0, 300);
    const given = status ?? 'none';
    throw new UserError(
      describe(errand, `status ${given} instead of ${statuses.join(' or ')}: ${body}`),
    );
  }
  if (expected === undefined || received.equals(expected)) return;
  const at = expected.findIndex((byte, index) => byte !== received[index]);
  const sizes = `${received.length} bytes received, ${expected.length} expected`;
  throw new UserError(describe(errand, `not the bytes expected (${sizes}, first at ${at})`));
}

function describe({ workload, side }: Errand, fault: string): string {
  return `${workload}, ${side}: ${fault}`;
}
