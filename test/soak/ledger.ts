// Compares three views of every request: the client's, Azure's, and the log's.
import type { LogLine } from '../../worker/contract/log.ts';
import type { ClientView } from './client.ts';
import type { SoakRequest } from './plan.ts';
import { framesFor, type Attempt } from './upstream.ts';

interface Entry {
  readonly request: SoakRequest;
  readonly attempts: Attempt[];
  readonly received: PromiseWithResolvers<undefined>;
  view?: ClientView;
  line?: LogLine;
}

/** What became of the requests of one operation. */
export interface Tally {
  requests: number;
  whole: number;
  /** Answered with 429. */
  busy: number;
  /** Answered with any other error. */
  failed: number;
  /** Broke off visibly, or with an error event. */
  broken: number;
  left: number;
  attempts: number;
}

const MOST_FINDINGS = 30;
const MAX_ATTEMPTS = 3;

export class Ledger {
  readonly findings: string[] = [];
  readonly tallies = new Map<string, Tally>();
  readonly #open = new Map<number, Entry>();
  /** Requests and log lines by an id that is not ours, until their counterpart comes. */
  readonly #strangers = new Map<string, Entry | LogLine>();
  /** The number of log lines of clients that left before they received an id. */
  #nameless = 0;
  /** Of clients that left: the log counts an attempt that is still on its way to Azure. */
  readonly #late = new Set<number>();

  /** Registers a request. The promise resolves once Azure has received it. */
  begin(request: SoakRequest): Promise<undefined> {
    const received = Promise.withResolvers<undefined>();
    this.#open.set(request.id, { request, attempts: [], received });
    return received.promise;
  }

  addAttempt(attempt: Attempt): void {
    const entry = this.#open.get(attempt.id);
    if (entry === undefined && this.#late.delete(attempt.id)) return;
    if (entry === undefined) {
      this.#find(`Azure got request ${attempt.id}, which had ended or never was`);
      return;
    }
    entry.attempts.push(attempt);
    entry.received.resolve(undefined);
  }

  addView(id: number, view: ClientView): void {
    const entry = this.#open.get(id);
    if (entry === undefined) return;
    entry.view = view;
    const { requestId } = view;
    if (entry.line === undefined && requestId !== undefined && !isOurs(requestId)) {
      const line = this.#strangers.get(requestId);
      this.#strangers.delete(requestId);
      if (line !== undefined && 'ms' in line) entry.line = line;
      else this.#strangers.set(requestId, entry);
    }
    this.#settle(entry);
  }

  /** A line of the Worker's or workerd's output. */
  addOutput(text: string): void {
    if (!text.startsWith('{')) {
      if (!isBrokenOff(text)) this.#find(`workerd says: ${text}`);
      return;
    }
    const line = JSON.parse(text) as LogLine;
    const known = isOurs(line.id)
      ? this.#open.get(Number(line.id.slice('soak-'.length)))
      : this.#strangers.get(line.id);
    if (known !== undefined && 'request' in known) {
      if (known.line !== undefined) this.#find(`two log lines for request ${known.request.id}`);
      known.line = line;
      this.#strangers.delete(line.id);
      this.#settle(known);
    } else if (isOurs(line.id)) {
      this.#find(`a log line of a request that had ended or never was: ${text}`);
    } else if (line.error === 'client_closed_request') {
      this.#nameless += 1;
    } else {
      this.#strangers.set(line.id, line);
    }
  }

  /** Requests and lines that still wait for their counterpart. */
  get open(): number {
    const nameless = [...this.#open.values()].filter(
      ({ view, line }) =>
        view?.end === 'left' && view.requestId === undefined && line === undefined,
    ).length;
    // Some clients left just as they were answered, so they never saw the id.
    const unseen = [...this.#strangers.values()].filter((each) => 'ms' in each).length;
    const lines = this.#nameless + unseen;
    return this.#open.size - nameless + Math.abs(nameless - lines);
  }

  /** Judges what is left at the end. */
  close(): void {
    if (this.open > 0) this.#find(`${this.open} requests or log lines have no counterpart`);
    for (const entry of this.#open.values()) this.#judge(entry);
    this.#open.clear();
  }

  #settle(entry: Entry): void {
    if (entry.view === undefined || entry.line === undefined) return;
    this.#judge(entry);
    this.#open.delete(entry.request.id);
    const { request, attempts, view, line } = entry;
    if (view.end === 'left' && line.attempts > attempts.length) this.#late.add(request.id);
  }

  #judge({ request, attempts, view, line }: Entry): void {
    if (view === undefined) {
      this.#find(`request ${request.id} never ended`);
      return;
    }
    this.#count(request, view, attempts.length);
    for (const fault of faultsOf(request, attempts, view, line)) {
      const what = `${request.operation.name} ${request.id}`;
      const seen = `client: ${String(view.status)} ${view.end}, Azure: ${attempts.map(({ host, outcome }) => `${host.split('.')[0] ?? ''} ${outcome}`).join(', ')}`;
      this.#find(`${what}: ${fault} (${seen}, log: ${JSON.stringify(line)})`);
    }
  }

  #count(
    { operation }: SoakRequest,
    { status = 0, end, body }: ClientView,
    attempts: number,
  ): void {
    const tally = this.tallies.get(operation.name) ?? {
      requests: 0,
      whole: 0,
      busy: 0,
      failed: 0,
      broken: 0,
      left: 0,
      attempts: 0,
    };
    this.tallies.set(operation.name, tally);
    tally.requests += 1;
    tally.attempts += attempts;
    if (end === 'left') tally.left += 1;
    else if (status === 429) tally.busy += 1;
    else if (status >= 400) tally.failed += 1;
    else if (end === 'whole' && !hasErrorEvent(body)) tally.whole += 1;
    else tally.broken += 1;
  }

  #find(finding: string): void {
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding);
  }
}

/** workerd's own note that a stream was broken off on purpose, after Azure had cut it. */
function isBrokenOff(line: string): boolean {
  return /error: Uncaught exception: .*: upstream_(stream_interrupted|timeout)$/.test(line);
}

function isOurs(id: string): boolean {
  return id.startsWith('soak-');
}

function faultsOf(
  { operation }: SoakRequest,
  attempts: readonly Attempt[],
  { status, end, body }: ClientView,
  line: LogLine | undefined,
): readonly string[] {
  const faults: string[] = [];
  const outcomes = attempts.map(({ outcome }) => outcome);
  const last = outcomes.at(-1);
  if (attempts.length > MAX_ATTEMPTS) faults.push('too many attempts');
  if (new Set(attempts.map(({ host }) => host)).size < attempts.length) {
    faults.push('an account was called twice');
  }
  if (!operation.repeatable && outcomes.slice(0, -1).some((outcome) => outcome !== '429')) {
    faults.push('sent twice, and must not be');
  }
  if (line !== undefined && line.attempts !== attempts.length) {
    // What a client breaks off may not have arrived whole.
    if (end !== 'left') faults.push(`the log counts ${line.attempts} attempts`);
  }
  if (end === 'left') return faults;
  if (line !== undefined && line.status !== status) faults.push(`the log says ${line.status}`);
  if (status === undefined) return [...faults, 'no answer'];
  if (status === 200) {
    if (end === 'whole' && !hasErrorEvent(body)) {
      if (last !== 'ok' && last !== 'slow') faults.push('a success that Azure did not give');
      if (body !== framesFor(operation).join(''))
        faults.push('an answer that is not as Azure gave it');
    } else if (last !== 'cut') faults.push('broke off, and not at Azure');
    return faults;
  }
  const given = last === 'reset' ? 502 : Number(last);
  if (status !== given && status !== 429) faults.push('a status that Azure did not give');
  if (end !== 'whole') faults.push('an error that broke off');
  return faults;
}

/** Whether the stream reports in an error event that it broke off. */
function hasErrorEvent(body: string): boolean {
  return /"(?:code|type)":"(?:upstream_[a-z_]+|stream_[a-z_]+|error)"/.test(body);
}
