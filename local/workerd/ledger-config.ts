// The part of workerd's configuration that runs the ledger beside the gateway.
import type { LedgerScript, WorkerdOptions } from './worker-script.ts';
import { quote } from './quote.ts';

/** File with the bytes of the ledger's script at this place. */
export function ledgerFile(index: number): string {
  return `ledger-${index}.js`;
}

/** The gateway's bindings: each leads to the objects of one script. */
export function ledgerBindings(ledgers: readonly LedgerScript[]): readonly string[] {
  return ledgers.map(
    ({ binding, className }, index) =>
      `(name = ${quote(binding)}, durableObjectNamespace = (className = ${quote(className)}, serviceName = ${quote(serviceName(index))}))`,
  );
}

/**
 * The services of the scripts, and those that they use. None without a ledger.
 *
 * @param folder of the objects' data
 */
export function ledgerServices(
  { script: { ledgers = [], bindings }, webhooks = 'internet' }: WorkerdOptions,
  folder: string,
): readonly string[] {
  if (ledgers.length === 0) return [];
  // Without alerts it sends nothing, and a machine without certificates of CAs can run it.
  const sends = bindings.some(({ name }) => name === 'ALERTS');
  const network =
    webhooks === 'anywhere'
      ? 'allow = ["public", "private"]'
      : 'allow = ["public"], tlsOptions = (trustBrowserCas = true)';
  return [
    ...ledgers.map(ledgerService),
    `(name = "webhooks", network = (${sends ? network : 'allow = []'}))`,
    `(name = "counts", disk = (path = ${quote(folder)}, writable = true))`,
  ];
}

function ledgerService(ledger: LedgerScript, index: number): string {
  const { name, className, mainModule, compatibilityDate, compatibilityFlags } = ledger;
  return `(name = ${quote(serviceName(index))}, worker = (
      modules = [(name = ${quote(mainModule)}, esModule = embed ${quote(ledgerFile(index))})],
      compatibilityDate = ${quote(compatibilityDate)},
      compatibilityFlags = [${compatibilityFlags.map(quote).join(', ')}],
      durableObjectNamespaces = [(className = ${quote(className)}, uniqueKey = ${quote(name)}, enableSql = true)],
      durableObjectStorage = (localDisk = "counts"),
      globalOutbound = "webhooks",
    ))`;
}

function serviceName(index: number): string {
  return `ledger-${index}`;
}
