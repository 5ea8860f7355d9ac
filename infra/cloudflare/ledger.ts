// The Workers that count what users use. Each has one class of Durable Objects, which keep the counts.
import { readFileSync } from 'node:fs';
import { WorkersScript } from '@pulumi/cloudflare/workersScript.js';
import * as pulumi from '@pulumi/pulumi';
import type { LedgerScripts } from '../bindings/ledger-binding.ts';
import type { BundledFile } from '../bundle/write-bundle.ts';
import { buildLedger } from '../bundle/bundle.ts';
import { ledgerName, ledgerResource, type LedgerPlace } from './ledger-generations.ts';
import { LEDGER } from './ledger-runtime.ts';
import { OBSERVABILITY } from './worker-settings.ts';

/** Arguments of `Ledger`. */
export interface LedgerArgs extends LedgerPlace {
  /** At least one, ascending. The last one counts, and takes over from the one before it. */
  readonly generations: readonly number[];
  /** The file to upload; default: it is built from this repository's sources. */
  readonly bundle?: BundledFile;
}

/**
 * A Worker for each generation. It is uploaded once and never changed:
 * `migrations`, which makes the class, is sent with every upload, and Cloudflare refuses it the second time
 * (https://github.com/pulumi/pulumi-cloudflare/issues/1215).
 */
export class Ledger extends pulumi.ComponentResource {
  /** What the gateway binds. Names of uploaded Workers are those that they have. */
  readonly scripts: LedgerScripts;

  constructor(name: string, args: LedgerArgs, opts?: pulumi.ComponentResourceOptions) {
    super('cf-openai-azure-proxy:index:Ledger', name, {}, opts);
    const { contentFile } = args.bundle ?? buildLedger();
    // In the state, because an earlier generation's sources are gone, and the provider compares a file
    // with the hash that it had.
    const content = readFileSync(contentFile, 'utf8');
    const uploaded = args.generations.map((generation) =>
      this.#createScript(args, generation, content),
    );
    const [current, before] = uploaded.map(({ scriptName }) => scriptName).toReversed();
    if (current === undefined) throw new Error('a ledger needs a generation');
    this.scripts = { current, before };
    this.registerOutputs({});
  }

  #createScript(
    { accountId, workerName }: LedgerArgs,
    generation: number,
    content: string,
  ): WorkersScript {
    return new WorkersScript(
      ledgerResource(generation, accountId),
      {
        accountId,
        scriptName: ledgerName(workerName, generation),
        mainModule: LEDGER.mainModule,
        content,
        compatibilityDate: LEDGER.compatibilityDate,
        migrations: { newTag: 'v1', newSqliteClasses: [LEDGER.className] },
        observability: OBSERVABILITY,
        // Cloudflare does not delete a Worker with Durable Objects otherwise:
        // https://developers.cloudflare.com/api/resources/workers/subresources/scripts/methods/delete/
        force: true,
      },
      { parent: this, ignoreChanges: ['*'] },
    );
  }
}
