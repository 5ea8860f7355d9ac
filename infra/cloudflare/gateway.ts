// The Worker at Cloudflare and the addresses that it answers on.
// Imports are deep because the index of @pulumi/cloudflare takes 0.4 s to load.
import { WorkersCustomDomain } from '@pulumi/cloudflare/workersCustomDomain.js';
import { WorkersScript, type WorkersScriptArgs } from '@pulumi/cloudflare/workersScript.js';
import { WorkersScriptSubdomain } from '@pulumi/cloudflare/workersScriptSubdomain.js';
import * as pulumi from '@pulumi/pulumi';
import type { WorkerContext } from '../bindings/worker-bindings.ts';
import { toBindings } from '../bindings/worker-bindings.ts';
import type { BundledFile } from '../bundle/write-bundle.ts';
import { buildWorker } from '../bundle/bundle.ts';
import { buildPage } from '../bundle/page.ts';
import { expectWorker } from '../outputs/expected-worker.ts';
import { COMPATIBILITY_DATE, COMPATIBILITY_FLAGS, MAIN_MODULE } from './worker-runtime.ts';
import { EXPECTED_SETTINGS, OBSERVABILITY } from './worker-settings.ts';

/** Arguments of `Gateway`. */
export interface GatewayArgs extends WorkerContext {
  /** The Cloudflare account, 32 hexadecimal digits. */
  readonly accountId: string;
  /**
   * The file to upload, with a path relative to the program's working folder; default: it is built from
   * this repository's sources to `dist/worker.js` there.
   */
  readonly bundle?: BundledFile;
  /** Whether browsers get a page at the gateway's address; default true. */
  readonly page?: boolean;
  /** Host name in a zone of the account. */
  readonly customDomain?: string | undefined;
  /** Name of that zone; default: Cloudflare finds it by the host name. */
  readonly zoneName?: string | undefined;
  /** Whether it also answers below workers.dev; default true. */
  readonly workersDev?: boolean;
  /** Resources that must exist before the Worker offers them to clients. */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * The Worker, on workers.dev, on its own domain, or on both. The option `protect` protects the Worker, not
 * its addresses.
 */
export class Gateway extends pulumi.ComponentResource {
  /** What was uploaded, without secrets: the JSON text of an `ExpectedWorker`. Not known before that. */
  readonly worker: pulumi.Output<string>;

  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super('cf-openai-azure-proxy:index:Gateway', name, {}, opts);
    const { accountId, customDomain, zoneName, workersDev = true, page = true } = args;

    const bundle = args.bundle ?? buildWorker();
    const pageFiles = page ? buildPage() : {};
    const bindings = toBindings(args);
    const script = this.#createScript(name, args, { ...bundle, ...filesOf(pageFiles) }, bindings);
    const { contentSha256 } = bundle;
    const files = hashesOf(pageFiles);
    const described = { accountId, contentSha256, files, settings: EXPECTED_SETTINGS };
    const worker = expectWorker({ name: args.workerName, ...described }, bindings);
    // Not before the upload, which comes after everything at Azure.
    this.worker = script.id.apply(() => worker);
    new WorkersScriptSubdomain(
      `${name}-subdomain`,
      { accountId, scriptName: script.scriptName, enabled: workersDev, previewsEnabled: false },
      { parent: this, protect: false },
    );
    if (customDomain !== undefined) {
      new WorkersCustomDomain(
        // Named after its host: another host is another resource, and the old one leads to the Worker until
        // Cloudflare has accepted the new one.
        `${name}-domain-${customDomain}`,
        {
          accountId,
          hostname: customDomain,
          service: script.scriptName,
          ...(zoneName !== undefined && { zoneName }),
        },
        {
          parent: this,
          aliases: [{ name: `${name}-domain` }],
          // For another Worker on the same host: Cloudflare refuses a second domain (409, code 100116).
          deleteBeforeReplace: true,
          protect: false,
        },
      );
    }
    this.registerOutputs({});
  }

  #createScript(
    name: string,
    args: GatewayArgs,
    content: BundledFile & Pick<WorkersScriptArgs, 'files'>,
    bindings: ReturnType<typeof toBindings>,
  ): WorkersScript {
    return new WorkersScript(
      `${name}-script`,
      {
        accountId: args.accountId,
        scriptName: args.workerName,
        mainModule: MAIN_MODULE,
        // Not `content`, which would store the whole Worker in the state.
        ...content,
        compatibilityDate: COMPATIBILITY_DATE,
        compatibilityFlags: [...COMPATIBILITY_FLAGS],
        bindings: [...bindings],
        observability: OBSERVABILITY,
      },
      { parent: this, dependsOn: [...(args.after ?? [])], additionalSecretOutputs: ['bindings'] },
    );
  }
}

type Files = Readonly<Record<string, BundledFile>>;

/** Text modules: https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ */
function filesOf(files: Files): Pick<WorkersScriptArgs, 'files'> {
  const entries = Object.entries(files);
  if (entries.length === 0) return {};
  return {
    files: Object.fromEntries(
      entries.map(([name, file]) => [name, { ...file, contentType: 'text/plain' }]),
    ),
  };
}

function hashesOf(files: Files): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([name, { contentSha256 }]) => [name, contentSha256]),
  );
}
