// The stack's output `worker`: what the last `npm run up` uploaded.
import { asObject } from '../command-line/as-object.ts';
import { UserError } from '../command-line/user-error.ts';

export interface Binding {
  readonly name: string;
  /** As Cloudflare's API calls it: `plain_text`, `secret_text`, `ratelimit`, … */
  readonly type: string;
  /** Lower-case hex SHA-256 of a plain text; undefined for other types. */
  readonly sha256: string | undefined;
}

export interface ExpectedWorker {
  readonly name: string;
  readonly accountId: string;
  readonly contentSha256: string;
  readonly bindings: readonly Binding[];
}

/**
 * Reads the JSON of `pulumi stack output worker --json`.
 *
 * @throws UserError where it is not a Worker's description, as in a stack that was deployed before there
 *   was this output
 */
export function readExpected(json: string): ExpectedWorker {
  const { name, accountId, contentSha256, bindings } = asObject(parse(json));
  if (
    typeof name !== 'string' ||
    typeof accountId !== 'string' ||
    typeof contentSha256 !== 'string' ||
    !Array.isArray(bindings)
  ) {
    throw new UserError(
      'The stack has no output `worker` to compare with. Run npm run up once with this version, then this again.',
    );
  }
  return { name, accountId, contentSha256, bindings: bindings.map(toBinding) };
}

function toBinding(value: unknown): Binding {
  const { name, type, sha256 } = asObject(value);
  return {
    name: String(name),
    type: String(type),
    sha256: typeof sha256 === 'string' ? sha256 : undefined,
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
