// Which models a location offers, and how much of its quota is used. By default every location offers every
// model under every SKU: the stand-in does not know where Azure has which.
import { BASE_MODELS, type BaseModel } from '../../models/base-models.ts';
import type { CloudReply, Json } from '../exchange.ts';
import { toJson } from '../exchange.ts';
import { refuse } from '../azure/refusals.ts';
import type { AzureResource } from '../azure/resource.ts';

/** https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types */
const SKUS = ['GlobalStandard', 'DataZoneStandard', 'Standard', 'GlobalBatch'];

/** What a subscription gets of a model at first; the real figures differ by model and subscription. */
const LIMIT = 1000;

/** Azure answers such lists in parts. */
const PAGE = 20;

/** Locations with accounts of Azure OpenAI: https://learn.microsoft.com/azure/ai-foundry/reference/region-support */
const LOCATIONS: ReadonlySet<string> = new Set([
  ...['australiaeast', 'brazilsouth', 'canadacentral', 'canadaeast', 'centralus', 'eastus'],
  ...['eastus2', 'francecentral', 'germanywestcentral', 'italynorth', 'japaneast', 'koreacentral'],
  ...['northcentralus', 'norwayeast', 'polandcentral', 'southafricanorth', 'southcentralus'],
  ...['southindia', 'spaincentral', 'swedencentral', 'switzerlandnorth', 'switzerlandwest'],
  ...['uaenorth', 'uksouth', 'westeurope', 'westus', 'westus3'],
]);

/** What the offers depend on. */
export interface OfferWorld {
  all(): readonly AzureResource[];
  /** Model -> all units that it has; undefined: the default. */
  quotaOf(model: string): number | undefined;
  /** For addresses of further parts. */
  readonly baseUrl: () => string;
}

export class Offers {
  readonly #world: OfferWorld;
  /** `<location>/<model>` that are not offered. */
  readonly withdrawn = new Set<string>();
  /** Model -> how Azure describes its life, in place of GenerallyAvailable. */
  readonly lifecycle = new Map<string, 'Preview' | 'Deprecating' | 'Deprecated'>();
  /** Model -> the day on which inference ends, in place of the table's. */
  readonly retires = new Map<string, string>();
  /** `<location>/<model>` -> units that deployments outside of the stack use. */
  readonly usedElsewhere = new Map<string, number>();

  constructor(world: OfferWorld) {
    this.#world = world;
  }

  /** https://learn.microsoft.com/rest/api/aiservices/accountmanagement/models/list */
  listModels(location: string, query: URLSearchParams | undefined): CloudReply {
    if (!isLocation(location)) return unknownLocation(location);
    const offered = BASE_MODELS.filter(({ name }) => !this.withdrawn.has(`${location}/${name}`));
    const from = Number(query?.get('$skiptoken') ?? 0);
    const value = offered.slice(from, from + PAGE).map((model) => this.#describe(model));
    const next = from + PAGE;
    const path = `locations/${location}/models?api-version=2024-10-01&$skiptoken=${next}`;
    return {
      status: 200,
      body: { value, ...(next < offered.length && { nextLink: this.#world.baseUrl() + path }) },
    };
  }

  #describe({ name, version, retires }: BaseModel): Json {
    const ends = `${this.retires.get(name) ?? retires}T00:00:00Z`;
    return {
      kind: 'OpenAI',
      skuName: 'S0',
      model: {
        format: 'OpenAI',
        name,
        version,
        isDefaultVersion: true,
        lifecycleStatus: this.lifecycle.get(name) ?? 'GenerallyAvailable',
        deprecation: { inference: ends },
        skus: SKUS.map((sku) => ({
          name: sku,
          usageName: `OpenAI.${sku}.${name}`,
          deprecationDate: ends,
          capacity: { maximum: 1_000_000, default: 10 },
        })),
      },
    };
  }

  /** https://learn.microsoft.com/rest/api/aiservices/accountmanagement/usages/list */
  listUsages(location: string): CloudReply {
    if (!isLocation(location)) return unknownLocation(location);
    const value = BASE_MODELS.flatMap(({ name }) =>
      SKUS.map((sku) => ({
        name: {
          value: `OpenAI.${sku}.${name}`,
          localizedValue: `Tokens Per Minute (thousands) - ${name} - ${sku}`,
        },
        currentValue: this.#used(location, name, sku),
        limit: this.#world.quotaOf(name) ?? LIMIT,
        unit: 'Count',
      })),
    );
    return { status: 200, body: { value } };
  }

  #used(location: string, name: string, sku: string): number {
    const all = this.#world.all();
    const here = all.filter(
      ({ kind, body }) => kind === 'account' && String(body['location']) === location,
    );
    const own = all
      .filter(({ kind, id }) => kind === 'deployment' && here.some((each) => isBelow(id, each.id)))
      .filter(({ body }) => toJson(toJson(body['properties'])['model'])['name'] === name)
      .map(({ body }) => toJson(body['sku']))
      .filter((each) => each['name'] === sku)
      .reduce((sum, { capacity }) => sum + Number(capacity), 0);
    return own + (sku === SKUS[0] ? (this.usedElsewhere.get(`${location}/${name}`) ?? 0) : 0);
  }
}

function isBelow(id: string, parent: string): boolean {
  return id.toLowerCase().startsWith(`${parent.toLowerCase()}/`);
}

function isLocation(location: string): boolean {
  return LOCATIONS.has(location);
}

/** The words are those of a location that a provider does not know, seen in bug reports of several providers. */
function unknownLocation(location: string): CloudReply {
  const message = `No registered resource provider found for location '${location}' and API version '2024-10-01' for type 'locations/models'.`;
  return refuse(400, 'NoRegisteredProviderFound', message);
}
