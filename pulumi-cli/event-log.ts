// The engine's events of a run, which Pulumi's CLI writes to a file while its display goes to the
// terminal as always. Secrets in it are hidden by the CLI. The option is the one that Pulumi's own
// Automation API uses: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/automation/stack.ts
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asObject } from '../command-line/as-object.ts';

/** What the engine or a provider reported. */
export interface Diagnostic {
  /** Such as `error` or `warning`. */
  readonly severity: string;
  readonly message: string;
  /** The resource that it is about. */
  readonly urn: string | undefined;
}

export interface EventLog {
  /** To add to the command. */
  readonly args: readonly string[];
  /** To add to its environment: the option is hidden without it. */
  readonly env: NodeJS.ProcessEnv;
  /** What the engine reported so far; undefined where it did not start. */
  readonly read: () => readonly Diagnostic[] | undefined;
  readonly remove: () => void;
}

/** Makes the file's folder, readable by this user alone. */
export function createEventLog(): EventLog {
  const folder = mkdtempSync(join(tmpdir(), 'pulumi-events-'));
  const file = join(folder, 'events.jsonl');
  return {
    args: ['--event-log', file],
    env: { PULUMI_DEBUG_COMMANDS: 'true' },
    read: () => readDiagnostics(readText(file)),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The diagnostics in the lines of the file; undefined where the engine wrote no more than its end. */
export function readDiagnostics(lines: string): readonly Diagnostic[] | undefined {
  const events = lines.split('\n').map((line) => asObject(parse(line)));
  const isStarted = events.some((event) =>
    Object.keys(event).some((member) => member.endsWith('Event') && member !== 'cancelEvent'),
  );
  if (!isStarted) return undefined;
  return events.flatMap((event) => {
    const { severity, message, urn } = asObject(event['diagnosticEvent']);
    if (typeof severity !== 'string' || typeof message !== 'string') return [];
    return [{ severity, message, urn: typeof urn === 'string' && urn !== '' ? urn : undefined }];
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The last line may be cut where the CLI was killed. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
