// What the uploaded Worker consists of, for `npm run check-worker`. Pulumi's own refresh keeps what the
// state has for every binding that it knows, so it does not see a changed one:
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/main/internal/services/workers_script/custom.go
import { createHash } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import type { WorkerBinding } from '../bindings/worker-bindings.ts';

/** A binding without its value. */
export interface ExpectedBinding {
  readonly name: string;
  /**
   * As Cloudflare's API calls it: `plain_text`, `secret_text`, `secret_key`, `ratelimit` or
   * `durable_object_namespace`.
   */
  readonly type: string;
  /** Lower-case hex SHA-256 of a plain text in UTF-8. Nothing is said about a secret one. */
  readonly sha256?: string;
  /** Of `durable_object_namespace`: whose class it is, and which. */
  readonly object?: { readonly className: string; readonly scriptName: string };
  /** Of `ratelimit`: how many requests in how many seconds, and whose counter. */
  readonly rate?: { readonly namespaceId: string; readonly limit: number; readonly period: number };
}

/** What the stack output `worker` says, which is not secret. */
export interface ExpectedWorker {
  readonly name: string;
  /** The Cloudflare account, 32 hexadecimal digits. */
  readonly accountId: string;
  /** Lower-case hex SHA-256 of the uploaded file. */
  readonly contentSha256: string;
  /** The same of the files beside it, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** By the path in what Cloudflare's API answers about a Worker's settings; a list is joined by spaces. */
  readonly settings: Readonly<Record<string, string | boolean>>;
  readonly bindings: readonly ExpectedBinding[];
}

/**
 * Describes a Worker by its declared bindings.
 *
 * @returns the JSON text of an `ExpectedWorker`: as an object, it would take four lines for each binding
 *   in what Pulumi shows at every `up`
 */
export function expectWorker(
  script: Omit<ExpectedWorker, 'bindings'>,
  bindings: readonly WorkerBinding[],
): pulumi.Output<string> {
  return pulumi.all(bindings.map(describe)).apply((described) => {
    const worker: ExpectedWorker = { ...script, bindings: described };
    return JSON.stringify(worker);
  });
}

function describe(binding: WorkerBinding): pulumi.Output<ExpectedBinding> {
  const { name, type } = binding;
  if (type === 'ratelimit') {
    const { namespaceId, simple } = binding;
    return pulumi.output({ name, type, rate: { namespaceId, ...simple } });
  }
  if (type === 'durable_object_namespace') {
    const { className, scriptName } = binding;
    return pulumi.output({ name, type, object: { className, scriptName } });
  }
  if (type === 'secret_text' || type === 'secret_key') return pulumi.output({ name, type });
  return pulumi
    .output(binding.text)
    .apply((text) => ({ name, type, sha256: createHash('sha256').update(text).digest('hex') }));
}
