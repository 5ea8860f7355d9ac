// Reads `.env` as `docker run --env-file` does, so that a file means the same here and in the container.
import { readFileSync } from 'node:fs';
import { isWorkerVariable } from '../../command-line/worker-variables.ts';
import { joinWrapped } from '../../command-line/join-wrapped.ts';

/** The variables of a file. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  /** Lines that name one of the Worker's variables and do not set it. */
  readonly faults: readonly string[];
}

/** Reads the file; undefined where there is none. */
export function readEnvFile(path: string): EnvFile | undefined {
  try {
    return parseEnvFile(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Lines of NAME=value. Quotes and everything else behind the first `=` are part of the value:
 * https://docs.docker.com/reference/cli/docker/container/run/#env. Unlike there, what `base64` wrapped in
 * lines is one value.
 */
export function parseEnvFile(text: string): EnvFile {
  const values: Record<string, string> = {};
  const faults: string[] = [];
  const lines = joinWrapped(text.replace(/^\uFEFF/, '')).split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const [, name, value] = /^\s*([^\s=#][^\s=]*)=(.*)$/s.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      values[name] = value;
      continue;
    }
    const meant = line.match(/\w+/g)?.find(isWorkerVariable);
    // A name alone takes its value from the environment, as all names do here.
    if (meant === undefined || /^\s*#/.test(line) || line.trim() === meant) continue;
    faults.push(`line ${index + 1} does not set ${meant}; expected ${meant}=value, without spaces`);
  }
  return { values, faults };
}
