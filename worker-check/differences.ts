import { isDeepStrictEqual } from 'node:util';
import type { FoundWorker } from './cloudflare-api.ts';
import type { Binding, ExpectedWorker, WorkerSettings } from './expected.ts';
import { exportedTo, settingAt } from './found-settings.ts';

/** A row of the table that is shown. No row contains a value of a binding. */
export interface Difference {
  /** Such as `binding BACKENDS`. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** How much of a hash is shown. */
const SHOWN_DIGITS = 12;

const NOTHING = 'nothing';

/** What differs between the uploaded Worker and the one at Cloudflare; nothing where they are the same. */
export function findDifferences(
  expected: ExpectedWorker,
  found: FoundWorker,
): readonly Difference[] {
  return [
    ...compareHashes('code', expected.contentSha256, found.contentSha256),
    ...compareFiles(expected.files, found.files),
    ...compareBindings(expected.bindings, found.bindings),
    ...compareSettings(expected.settings, found.settings),
    ...found.tailConsumers.map((name) => receiver(`Worker ${name}`)),
    ...exportedTo(found.settings).map(receiver),
    ...compareVersions(found.versions),
  ];
}

function receiver(name: string): Difference {
  return { what: 'receiver of the logs', expected: NOTHING, found: name };
}

function compareFiles(
  expected: ExpectedWorker['files'],
  found: FoundWorker['files'],
): readonly Difference[] {
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names]
    .toSorted()
    .flatMap((name) => compareHashes(`file ${name}`, expected.get(name), found.get(name)));
}

function compareHashes(
  what: string,
  expected: string | undefined,
  found: string | undefined,
): readonly Difference[] {
  return expected === found ? [] : [{ what, expected: short(expected), found: short(found) }];
}

function compareBindings(
  expected: readonly Binding[],
  found: readonly Binding[],
): readonly Difference[] {
  const names = new Set([...expected, ...found].map(({ name }) => name));
  return [...names].toSorted().flatMap((name) => {
    const wanted = expected.filter((binding) => binding.name === name);
    const there = found.filter((binding) => binding.name === name);
    if (isDeepStrictEqual(wanted, there)) return [];
    return [{ what: `binding ${name}`, expected: describe(wanted), found: describe(there) }];
  });
}

function compareSettings(
  expected: WorkerSettings,
  found: FoundWorker['settings'],
): readonly Difference[] {
  return Object.entries(expected).flatMap(([path, wanted]) => {
    const there = settingAt(found, path);
    return there === String(wanted) ? [] : [{ what: path, expected: String(wanted), found: there }];
  });
}

/** An upload of a whole Worker is one version, which then answers all requests. */
function compareVersions(versions: FoundWorker['versions']): readonly Difference[] {
  if (versions.length <= 1) return [];
  const shares = versions.map(({ id, percentage }) => `${percentage}% ${id}`);
  return [{ what: 'versions in use', expected: 'one', found: shares.join(', ') }];
}

function describe(bindings: readonly Binding[]): string {
  const texts = bindings.map(({ type, sha256, rate, object }) => {
    if (object !== undefined) return `${type} ${object.className} of ${object.scriptName}`;
    if (rate !== undefined) {
      return `${type} ${rate.limit} in ${rate.period} s, namespace ${rate.namespaceId}`;
    }
    return sha256 === undefined ? type : `${type} ${short(sha256)}`;
  });
  return texts.length === 0 ? NOTHING : texts.join(', ');
}

function short(sha256: string | undefined): string {
  return sha256 === undefined ? NOTHING : `sha256 ${sha256.slice(0, SHOWN_DIGITS)}…`;
}
