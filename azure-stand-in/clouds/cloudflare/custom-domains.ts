// Hosts of the account's zones that lead to Workers.
// https://developers.cloudflare.com/api/resources/workers/subresources/domains/
import { readJson, type CloudReply, type CloudRequest, type Json } from '../exchange.ts';
import * as answers from './answers.ts';
import { hashOf } from './worker.ts';

export interface CustomDomain {
  readonly id: string;
  readonly hostname: string;
  readonly service: string;
  readonly zone_name: string;
}

export class CustomDomains {
  readonly #domains = new Map<string, CustomDomain>();
  readonly #zones: readonly string[];
  /** Hosts that something else uses: another Worker, or a DNS record. */
  readonly takenHosts = new Map<string, 'worker' | 'record'>();

  /** @param zones names of the account's zones */
  constructor(zones: readonly string[], domains: readonly CustomDomain[] = []) {
    this.#zones = zones;
    for (const domain of domains) this.#domains.set(domain.hostname, domain);
  }

  all(): readonly CustomDomain[] {
    return [...this.#domains.values()];
  }

  find(id: string | undefined): CustomDomain | undefined {
    return this.all().find((domain) => domain.id === id);
  }

  /** Answers a request about the domain of an id, or for a new one. */
  handle(
    request: CloudRequest,
    id: string | undefined,
    hasWorker: (name: string) => boolean,
  ): CloudReply {
    if (request.method === 'PUT' && id === undefined)
      return this.#put(readJson(request), hasWorker);
    const domain = this.find(id);
    if (domain === undefined) return answers.couldNotRoute(request.path);
    if (request.method === 'DELETE') this.#domains.delete(domain.hostname);
    return answers.succeed(domain);
  }

  #put(sent: Json, hasWorker: (name: string) => boolean): CloudReply {
    const hostname = String(sent['hostname']);
    const service = String(sent['service']);
    const taken = this.takenHosts.get(hostname);
    if (taken === 'record') return answers.hostHasRecords(hostname);
    const current = this.#domains.get(hostname);
    if (taken === 'worker' || (current !== undefined && current.service !== service)) {
      return answers.hostInUse(hostname);
    }
    const zone = this.#zones.find((each) => hostname === each || hostname.endsWith(`.${each}`));
    if (zone === undefined || (sent['zone_name'] ?? zone) !== zone) return answers.zoneNotFound();
    if (!hasWorker(service)) return answers.scriptNotFound();
    const domain = { id: hashOf(hostname).slice(0, 32), hostname, service, zone_name: zone };
    this.#domains.set(hostname, domain);
    return answers.succeed(domain);
  }
}
