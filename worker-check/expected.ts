// The stack's output `worker`: what the last `npm run up` uploaded.
import { asObject } from '../command-line/as-object.ts';
import { UserError } from '../command-line/user-error.ts';

export interface Binding {
  readonly name: string;
  /** As Cloudflare's API calls it: `plain_text`, `secret_text`, `ratelimit`, … */
  readonly type: string;
  /** Lower-case hex SHA-256 of a plain text; undefined for other types. */
  readonly sha256: string | undefined;
  /** Of `ratelimit`; undefined for other types. */
  readonly rate: Rate | undefined;
  /** Of `durable_object_namespace`; undefined for other types. */
  readonly object: ObjectClass | undefined;
}

/** A class of Durable Objects, and the Worker that has it. */
export interface ObjectClass {
  readonly className: string;
  readonly scriptName: string;
}

/** How many requests, in how many seconds, and whose counter. */
export interface Rate {
  readonly namespaceId: string;
  readonly limit: number;
  readonly period: number;
}

/** Settings by their path in Cloudflare's answer, such as `observability.logs.enabled`. */
export type WorkerSettings = Readonly<Record<string, string | boolean>>;

export interface ExpectedWorker {
  readonly name: string;
  readonly accountId: string;
  /** Of the main module. */
  readonly contentSha256: string;
  /** The same of the files beside it, by name. A stack of an earlier version has none. */
  readonly files: ReadonlyMap<string, string>;
  readonly settings: WorkerSettings;
  readonly bindings: readonly Binding[];
}

/**
 * Reads what `pulumi stack output worker` prints.
 *
 * @throws UserError where it is not a Worker's description, as in a stack that was deployed before there
 *   was this output
 */
export function readExpected(json: string): ExpectedWorker {
  const { name, accountId, contentSha256, files, settings, bindings } = asObject(parse(json));
  if (
    typeof name !== 'string' ||
    typeof accountId !== 'string' ||
    typeof contentSha256 !== 'string' ||
    settings === undefined ||
    !Array.isArray(bindings)
  ) {
    throw new UserError(
      'The stack has no output `worker` to compare with. Run npm run up once with this version, then this again.',
    );
  }
  return {
    name,
    accountId,
    contentSha256,
    files: new Map(Object.entries(asObject(files)).map(([file, hash]) => [file, String(hash)])),
    settings: toSettings(settings),
    bindings: bindings.map(toBinding),
  };
}

function toBinding(value: unknown): Binding {
  const { name, type, sha256, rate, object } = asObject(value);
  return {
    name: String(name),
    type: String(type),
    sha256: typeof sha256 === 'string' ? sha256 : undefined,
    rate: rate === undefined ? undefined : toRate(asObject(rate)),
    object: object === undefined ? undefined : toObjectClass(asObject(object)),
  };
}

/** The members that decide, of any type. */
export function toObjectClass(members: Readonly<Record<string, unknown>>): ObjectClass {
  const { className, scriptName } = members;
  return { className: String(className), scriptName: String(scriptName) };
}

/** The members that decide, of any type. */
export function toRate(members: Readonly<Record<string, unknown>>): Rate {
  const { namespaceId, limit, period } = members;
  return { namespaceId: String(namespaceId), limit: Number(limit), period: Number(period) };
}

function toSettings(value: unknown): WorkerSettings {
  const entries = Object.entries(asObject(value));
  return Object.fromEntries(
    entries.map(([path, each]) => [path, typeof each === 'boolean' ? each : String(each)]),
  );
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
