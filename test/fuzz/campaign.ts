// A number of fuzzed requests against the bundle in workerd, and what was found.
import { startGateway } from '../bundle/running-gateway.ts';
import { faultsOfAnswer, faultsOfCall, faultsOfLine } from './properties.ts';
import { makeRequest, type FuzzRequest } from './requests.ts';
import { BINDINGS } from './stack.ts';
import { startRecordingUpstream } from './upstream.ts';
import { exchange } from './wire.ts';

const CONCURRENCY = 24;
/** As much as an isolate has: https://developers.cloudflare.com/workers/platform/limits/ */
const HEAP_MIB = 128;
/** Further findings would show nothing new. */
const MOST_FINDINGS = 20;

export interface CampaignOptions {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  readonly onProgress?: (done: number) => void;
}

export interface Campaign {
  /** Each with seed, index and the request itself, so that it can be had again. */
  readonly findings: readonly string[];
  readonly requests: number;
  /** How many got each status; 0: closed without an answer. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests that arrived at Azure. */
  readonly calls: number;
  readonly logLines: number;
}

/** Runs one. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const { seed, from, count, onProgress } = options;
  const findings: string[] = [];
  const callsOf = new Map<string, number>();
  let next = from;
  const statuses = new Map<number, number>();
  let calls = 0;
  const find = (faults: readonly string[], request?: FuzzRequest, detail = '') => {
    if (faults.length === 0 || findings.length >= MOST_FINDINGS) return;
    const where = request === undefined ? '' : ` (--seed ${seed} --index ${request.index})`;
    findings.push(
      `${faults.join('; ')}${where}\n${detail}${request === undefined ? '' : shown(request.raw)}`,
    );
  };
  const upstream = await startRecordingUpstream((received) => {
    if ('malformed' in received) {
      find([`bytes that are not HTTP arrived at Azure: ${received.malformed}`]);
      return;
    }
    calls += 1;
    const [ofSeed, index = ''] = received.tag.split('-');
    if (ofSeed !== String(seed) || Number(index) >= next) {
      find([`a call without a client request: ${received.host}${received.path}`]);
      return;
    }
    callsOf.set(received.tag, (callsOf.get(received.tag) ?? 0) + 1);
    const request = makeRequest(seed, Number(index));
    find(faultsOfCall(received, request), request);
  });
  const gateway = await startGateway({
    bindings: BINDINGS,
    upstream: upstream.url,
    maxHeapMib: HEAP_MIB,
  });
  const ending = { crashed: false };
  void gateway.exited.then(() => {
    ending.crashed = true;
  });
  const port = Number(new URL(gateway.url).port);
  let done = 0;
  const worker = async () => {
    while (next < from + count && !ending.crashed && findings.length < MOST_FINDINGS) {
      const request = makeRequest(seed, next++);
      const answer = await exchange(port, request);
      const detail = `answer: ${shown(Buffer.from(answer.text, 'latin1'))}\nrequest: `;
      const tag = `${seed}-${request.index}-${request.mode}`;
      find(faultsOfAnswer(request, answer, callsOf.get(tag) ?? 0), request, detail);
      const status = Number(/^HTTP\/1\.1 (?!100)(\d{3})/m.exec(answer.text)?.[1] ?? 0);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      done += 1;
      onProgress?.(done);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    const alive = ending.crashed ? undefined : await fetch(`${gateway.url}/health`);
    if (alive?.status !== 200) find(['workerd is gone, or no longer well']);
    for (const line of gateway.output) find(faultsOfLine(line), undefined, line);
  } finally {
    await gateway.stop();
    await upstream.close();
  }
  return { findings, requests: done, statuses, calls, logLines: gateway.output.length };
}

/** Bytes as a person can read and paste them. */
function shown(bytes: Buffer): string {
  const text = JSON.stringify(bytes.subarray(0, 3000).toString('latin1'));
  return bytes.length > 3000 ? `${text} … ${bytes.length} bytes` : text;
}
