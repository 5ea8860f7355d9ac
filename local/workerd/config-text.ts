// workerd's configuration as text.
import { ledgerBindings, ledgerServices } from './ledger-config.ts';
import { quote } from './quote.ts';
import type { Outbound, SigningKey, WorkerdOptions } from './worker-script.ts';

/**
 * workerd's configuration: https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp.
 *
 * @param ledgerFolder of the ledgers' data; unused without a ledger
 */
export function configText(options: WorkerdOptions, ledgerFolder: string): string {
  const { script, outbound, address, port, maxHeapMib } = options;
  const v8Flags = maxHeapMib === undefined ? [] : [`--max-heap-size=${maxHeapMib}`];
  const texts = script.bindings.map(
    ({ name }, index) =>
      `(name = ${quote(name)}, fromEnvironment = ${quote(bindingVariable(index))})`,
  );
  const bindings = [
    ...texts,
    ...(script.keys ?? []).map(keyBinding),
    ...ledgerBindings(script.ledgers ?? []),
  ];
  const modules = [
    `(name = ${quote(script.mainModule)}, esModule = embed "worker.js")`,
    ...(script.files ?? []).map(
      ({ name }, index) => `(name = ${quote(name)}, text = embed ${quote(scriptFile(index))})`,
    ),
  ];
  const others = ledgerServices(options, ledgerFolder).map((service) => `    ${service},\n`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  v8Flags = [${v8Flags.map(quote).join(', ')}],
  services = [
    (name = "gateway", worker = (
      modules = [${modules.join(', ')}],
      compatibilityDate = ${quote(script.compatibilityDate)},
      compatibilityFlags = [${script.compatibilityFlags.map(quote).join(', ')}],
      bindings = [${bindings.join(', ')}],
      globalOutbound = "azure",
    )),
    (name = "azure", ${outboundService(outbound)}),
${others.join('')}  ],
  sockets = [(name = "http", address = ${quote(socketAddress(address, port))}, http = (), service = "gateway")],
);
`;
}

function keyBinding({ name, pkcs8 }: SigningKey): string {
  const pem = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
  const algorithm = JSON.stringify({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' });
  return `(name = ${quote(name)}, cryptoKey = (pkcs8 = ${quote(pem)}, algorithm = (json = ${quote(algorithm)}), usages = [sign]))`;
}

function socketAddress(address = '127.0.0.1', port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function outboundService(outbound: Outbound): string {
  const tls = 'tlsOptions = (trustBrowserCas = true)';
  if (outbound.kind === 'internet') return `network = (allow = ["public"], ${tls})`;
  const { protocol, hostname, port } = outbound.origin;
  if (protocol === 'http:') {
    return `external = (address = ${quote(`${hostname}:${port || '80'}`)}, http = ())`;
  }
  const address = quote(`${hostname}:${port || '443'}`);
  return `external = (address = ${address}, https = (${tls}, certificateHost = ${quote(hostname)}))`;
}

/** Name of the copy of the text module at this place. */
export function scriptFile(index: number): string {
  return `file-${index}.txt`;
}

/** Name of the variable with the text of the binding at this place. */
export function bindingVariable(index: number): string {
  return `GATEWAY_BINDING_${index}`;
}
