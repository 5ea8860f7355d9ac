// What the uploaded Worker consists of, for `npm run check-worker`. Pulumi's own refresh keeps what the
// state has for every binding that it knows, so it does not see a changed one:
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/main/internal/services/workers_script/custom.go
import { createHash } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import type { TextBinding } from '../bindings/worker-bindings.ts';
import type { RateBinding } from '../bindings/rate-limit.ts';

/** A binding without its value. */
export interface ExpectedBinding {
  readonly name: string;
  /** As Cloudflare's API calls it: `plain_text`, `secret_text` or `ratelimit`. */
  readonly type: string;
  /** Lower-case hex SHA-256 of a plain text in UTF-8. Nothing is said about a secret one. */
  readonly sha256?: string;
}

/** The stack output `worker`, which is not secret. */
export interface ExpectedWorker {
  readonly name: string;
  /** The Cloudflare account, 32 hexadecimal digits. */
  readonly accountId: string;
  /** Lower-case hex SHA-256 of the uploaded file. */
  readonly contentSha256: string;
  readonly bindings: readonly ExpectedBinding[];
}

/** Describes a Worker by its declared bindings. */
export function expectWorker(
  script: Omit<ExpectedWorker, 'bindings'>,
  bindings: readonly (TextBinding | RateBinding)[],
): pulumi.Output<ExpectedWorker> {
  const described = pulumi.all(bindings.map(describe));
  return described.apply((list) => ({ ...script, bindings: list }));
}

function describe(binding: TextBinding | RateBinding): pulumi.Output<ExpectedBinding> {
  const { name, type } = binding;
  if (type !== 'plain_text') return pulumi.output({ name, type });
  return pulumi
    .output(binding.text)
    .apply((text) => ({ name, type, sha256: createHash('sha256').update(text).digest('hex') }));
}
