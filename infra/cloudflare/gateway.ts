// The Worker at Cloudflare and the addresses it answers on. Where its backends come from is
// their own matter.
// Deep imports: the index of @pulumi/cloudflare takes 0.4 s to load.
import { WorkersCustomDomain } from '@pulumi/cloudflare/workersCustomDomain.js';
import { WorkersScript } from '@pulumi/cloudflare/workersScript.js';
import { WorkersScriptSubdomain } from '@pulumi/cloudflare/workersScriptSubdomain.js';
import * as pulumi from '@pulumi/pulumi';
import type { WorkerFacts } from '../bindings/worker-bindings.ts';
import { toBindings } from '../bindings/worker-bindings.ts';
import type { WorkerBundle } from '../bundle/bundle.ts';
import { buildWorker } from '../bundle/bundle.ts';
import { rateBindings } from '../bindings/rate-limit.ts';
import { COMPATIBILITY_DATE, COMPATIBILITY_FLAGS, MAIN_MODULE } from './worker-runtime.ts';

/** What the Worker is made from. */
export interface GatewayArgs extends WorkerFacts {
  /** The Cloudflare account, 32 hexadecimal digits. */
  readonly accountId: string;
  /** Name of the Worker in that account, also below workers.dev. */
  readonly workerName: string;
  /**
   * The uploaded file, its path relative to the program's working folder; unset, it is built from
   * this repository's sources to `dist/worker.js` there.
   */
  readonly bundle?: WorkerBundle;
  /** Host name in a zone of the account. */
  readonly customDomain?: string | undefined;
  /** Name of that zone; unset, Cloudflare finds it by the host name. */
  readonly zoneName?: string | undefined;
  /** Whether it also answers below workers.dev; default true. */
  readonly workersDev?: boolean;
  /** Requests that each user may send, counted for each of Cloudflare's locations; 0, as unset: any number. */
  readonly requestsPerMinute?: number;
  /** What must exist before the Worker names it to clients. */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * The Worker, on workers.dev, on its own domain, or on both. `protect` among its options guards the
 * Worker, not its addresses.
 */
export class Gateway extends pulumi.ComponentResource {
  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super('cf-openai-azure-proxy:index:Gateway', name, {}, opts);
    const { accountId, customDomain, zoneName, workersDev = true } = args;

    const script = this.#createScript(name, args);
    new WorkersScriptSubdomain(
      `${name}-subdomain`,
      { accountId, scriptName: script.scriptName, enabled: workersDev, previewsEnabled: false },
      { parent: this, protect: false },
    );
    if (customDomain !== undefined) {
      new WorkersCustomDomain(
        `${name}-domain`,
        {
          accountId,
          hostname: customDomain,
          service: script.scriptName,
          ...(zoneName !== undefined && { zoneName }),
        },
        // A second one for the same host is refused (409, code 100116).
        { parent: this, deleteBeforeReplace: true, protect: false },
      );
    }
    this.registerOutputs({});
  }

  #createScript(name: string, args: GatewayArgs): WorkersScript {
    return new WorkersScript(
      `${name}-script`,
      {
        accountId: args.accountId,
        scriptName: args.workerName,
        mainModule: MAIN_MODULE,
        // Not `content`, which would keep the whole Worker in the state.
        ...(args.bundle ?? buildWorker()),
        compatibilityDate: COMPATIBILITY_DATE,
        compatibilityFlags: [...COMPATIBILITY_FLAGS],
        bindings: [...toBindings(args), ...rateBindings(args.workerName, args.requestsPerMinute)],
        // An invocation log holds each request's headers and URL. The Worker's own line per request
        // says what is needed, without keys.
        observability: { enabled: true, logs: { enabled: true, invocationLogs: false } },
      },
      { parent: this, dependsOn: [...(args.after ?? [])], additionalSecretOutputs: ['bindings'] },
    );
  }
}
