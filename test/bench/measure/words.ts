// When each word of a stream reaches a client, through the gateway without and with its
// typewriter.
import { request } from 'node:http';
import { UserError } from '../../../command-line/user-error.ts';
import { requestHeaders } from '../traffic/headers.ts';
import { buildRequest, contentType } from '../traffic/payload.ts';
import type { Rig } from '../sides/rig.ts';
import type { WordTimes } from './word-gaps.ts';
import { BURSTS_OF_WORDS } from '../rows/workloads.ts';

/** The modes that are shown, in the order of the pictures. */
const MODES = ['off', 'smooth'] as const;

/**
 * Streams the same words once in each mode, one after the other.
 *
 * @throws UserError when not every word came
 */
export async function measureWords(rig: Rig): Promise<readonly WordTimes[]> {
  const measured: WordTimes[] = [];
  for (const typewriter of MODES) {
    const worker = await rig.startSide({ kind: 'gateway', settings: { typewriter } });
    try {
      measured.push({ mode: typewriter, arrivedMs: await receive(worker.url) });
    } finally {
      await rig.stopSides();
    }
  }
  return measured;
}

/** When each word came, in ms since the first. */
async function receive(url: string): Promise<readonly number[]> {
  const { name, ask, answer } = BURSTS_OF_WORDS;
  const body = buildRequest(ask);
  const headers = requestHeaders({
    workload: name,
    contentType: contentType(ask),
    body,
    isRefused: false,
  });
  const arrived: number[] = [];
  await new Promise<void>((resolve, reject) => {
    const sent = request(new URL(ask.path, url), { method: 'POST', headers }, (response) => {
      let rest = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        const now = performance.now();
        const events = (rest + text).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) if (event.includes('"content":" word')) arrived.push(now);
      });
      response.on('end', resolve).on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
  if (arrived.length !== answer.events) {
    throw new UserError(`${name}: ${arrived.length} words came instead of ${answer.events}`);
  }
  const [first = 0] = arrived;
  return arrived.map((at) => at - first);
}
