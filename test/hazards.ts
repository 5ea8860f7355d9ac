// What is known to go wrong between OpenAI clients, such a proxy and Azure OpenAI, each with
// where it was met and the tests that fail when it is not handled. One list, in the order of a
// request's way, so it is long; hazards.test.ts keeps it true.

export interface Hazard {
  /** What goes wrong, in one sentence. */
  readonly hazard: string;
  /** Where people met it: `owner/repository#number` at GitHub, or the page that documents it. */
  readonly sources: readonly string[];
  readonly tests: readonly HazardTest[];
}

export interface HazardTest {
  /** Relative to this folder. */
  readonly file: string;
  /** As the test's source has it: that of a `test.each` with its placeholders. */
  readonly title: string;
  /** Where a `test.each` has many rows: a text that only the row meant has. */
  readonly row?: string;
}

function at(name: string, title: string, row?: string): HazardTest {
  return { file: `${name}.test.ts`, title, ...(row !== undefined && { row }) };
}

export const HAZARDS: Readonly<Record<string, readonly Hazard[]>> = {
  deployment: [
    {
      hazard: 'Azure refuses a second change of an account at the same time (409 RequestConflict).',
      sources: [
        'hashicorp/terraform-provider-azurerm#22607',
        'Azure/terraform-azurerm-avm-res-cognitiveservices-account#125',
      ],
      tests: [
        at(
          'runner/program',
          'deploys models one after another, replaces each in its place, and drops them with the account',
        ),
      ],
    },
    {
      hazard: 'A deleted account holds its name for 48 hours, so that making it again fails.',
      sources: [
        'pulumi/pulumi-azure-native#2529',
        'Azure/azure-cli#18146',
        'https://learn.microsoft.com/azure/ai-services/recover-purge-resources',
      ],
      tests: [
        at('infra/azure-openai', 'an account is a group, a name, the account and its deployments'),
        at('infra/azure-openai', 'a named resource group is used and none is created'),
      ],
    },
    {
      hazard:
        'A built-in quota, SKU or model version does not fit a subscription: nothing is deployed.',
      sources: [
        'Azure-Samples/azure-search-openai-demo#406',
        'Azure/bicep#11832',
        'Azure/azure-dev#7534',
      ],
      tests: [
        at('infra/settings', 'keep everything that a stack sets'),
        at(
          'infra/settings',
          'have a default for everything but accounts, address, models and users',
        ),
        at('infra/azure-openai', 'an account is a group, a name, the account and its deployments'),
        at('infra/settings-faults', '%s', 'half a unit'),
      ],
    },
    {
      hazard: 'Azure moves a model to a newer version, and the next deployment would move it back.',
      sources: [
        'hashicorp/terraform-provider-azurerm#22520',
        'https://learn.microsoft.com/azure/ai-foundry/openai/how-to/working-with-models',
      ],
      tests: [at('runner/program', 'a stack with its own domain, group and key uses them')],
    },
    {
      hazard: 'Azure turns an account of kind OpenAI into AIServices by itself, a change to undo.',
      sources: ['https://learn.microsoft.com/azure/foundry/how-to/upgrade-azure-openai'],
      tests: [
        at('infra/azure-openai', 'an account is a group, a name, the account and its deployments'),
      ],
    },
    {
      hazard: 'The endpoint that an AIServices account reports is not the one that serves OpenAI.',
      sources: ['anomalyco/opencode#1508', 'voideditor/void#936', 'earendil-works/pi#3638'],
      tests: [
        at(
          'infra/azure-openai',
          'the key is a secret and the endpoint is built from the subdomain',
        ),
      ],
    },
    {
      hazard: "Pulumi does not mark an account's keys as secret, so they lie open in the state.",
      sources: ['pulumi/pulumi-azure-native#1693', 'pulumi/pulumi-azure-native#2408'],
      tests: [
        at(
          'infra/azure-openai',
          'the key is a secret and the endpoint is built from the subdomain',
        ),
        at(
          'runner/program',
          'marks the texts of the bindings that hold keys as secret, and no other',
        ),
        at('runner/secrets', 'in the %s'),
      ],
    },
    {
      hazard: 'Where a policy switches key access off there is no key, and nothing says why.',
      sources: [
        'stulzq/azure-openai-proxy#101',
        'Azure/azure-functions-openai-extension#48',
        'garrytan/gbrain#2354',
      ],
      tests: [
        at('runner/faults', 'is told why Azure may have given no key, and no Worker is made'),
      ],
    },
    {
      hazard: 'Cloudflare takes an upload without a main module for one in the old script format.',
      sources: ['pulumi/pulumi-cloudflare#969', 'cloudflare/cloudflare-docs#22634'],
      tests: [at('infra/gateway', 'a gateway is a script and its workers.dev switch')],
    },
    {
      hazard: 'A second deployment finds changes that nobody made, and uploads everything again.',
      sources: [
        'cloudflare/terraform-provider-cloudflare#5892',
        'cloudflare/terraform-provider-cloudflare#5775',
        'pulumi/pulumi-cloudflare#1309',
      ],
      tests: [
        at('runner/second-up', 'a second one, elsewhere and on another day, changes nothing'),
        at('runner/second-up', 'users in another order change nothing'),
        at(
          'infra/bindings',
          'every binding of the stack is there, sorted by name, those with keys as secrets',
        ),
      ],
    },
    {
      hazard: 'The Worker serves a model that Azure does not have yet.',
      sources: ['chatboxai/chatbox#646', 'MicrosoftDocs/azure-docs#114013'],
      tests: [at('runner/program', 'uploads the bundle after everything that the Worker names')],
    },
    {
      hazard:
        'workers.dev is blocked in places, and a Worker on its own domain still answers there.',
      sources: ['haibbo/cf-openai-azure-proxy#3', 'x-dr/chatgptProxyAPI#3'],
      tests: [
        at('infra/gateway', 'a custom domain leads to the script'),
        at('infra/gateway', 'workers.dev is switched off, not left as it is'),
        at('infra/settings-faults', '%s', 'no address'),
      ],
    },
    {
      hazard: 'A replaced custom domain is refused, since the old one still has the name (100116).',
      sources: ['alchemy-run/alchemy-async#1384', 'alchemy-run/alchemy-async#422'],
      tests: [at('runner/program', 'a stack with its own domain, group and key uses them')],
    },
    {
      hazard: 'A custom domain written as a route or an address is refused only at deployment.',
      sources: ['cloudflare/terraform-provider-cloudflare#5115'],
      tests: [
        at('infra/settings-faults', '%s', 'a.example.com/v1'),
        at('infra/settings-faults', '%s', 'https://a.example.com'),
      ],
    },
    {
      hazard: "Logs of a Worker's invocations hold the headers of its callers, keys included.",
      sources: [
        'ChatGPTNextWeb/NextChat#1520',
        'https://developers.cloudflare.com/workers/observability/logs/workers-logs/',
      ],
      tests: [at('infra/gateway', 'a gateway is a script and its workers.dev switch')],
    },
    {
      hazard: 'A list of users outgrows what one variable may hold, or what a plan allows.',
      sources: [
        'rocicorp/mono#1199',
        'https://developers.cloudflare.com/workers/platform/limits/#environment-variables',
      ],
      tests: [
        at('infra/bindings', 'a long list of users goes on in numbered secret bindings'),
        at('runner/faults', 'is told at preview when users exceed the bindings'),
        at('worker/config', 'reads the stack bindings, split over numbered ones at any place'),
      ],
    },
  ],

  settings: [
    {
      hazard: 'YAML reads a version without quotes as a date, which Azure then does not know.',
      sources: [
        'stulzq/azure-openai-proxy#31',
        'stulzq/azure-openai-proxy#52',
        'promptfoo/promptfoo#2174',
      ],
      tests: [
        at('infra/settings', 'undo what happens to a version without quotes: %s'),
        at('infra/settings', 'undo what happens to an API version without quotes: %s'),
        at('runner/faults', 'deploys versions that YAML took for a date and a number'),
        at('worker/config', 'names the faults of %s', 'Tue May 15 2023'),
      ],
    },
    {
      hazard: 'One variable that is not set, of a model that nobody needs, stops every request.',
      sources: ['haibbo/cf-openai-azure-proxy#16', 'haibbo/cf-openai-azure-proxy#49'],
      tests: [
        at('worker/config', 'unset and blank deployments leave their models out and break nothing'),
        at('bundle/seed', "the fork's: named users outside, the Azure key inside"),
      ],
    },
    {
      hazard: 'A wrong setting shows only as requests that fail, one fault after another.',
      sources: ['stulzq/azure-openai-proxy#46', 'haibbo/cf-openai-azure-proxy#49'],
      tests: [
        at(
          'infra/settings-faults',
          'names faults of every kind together, in the order of Pulumi.yaml',
        ),
        at('worker/config', 'names the faults of %s', 'several faults at once'),
        at(
          'worker/gateway',
          'a misconfigured Worker answers every request with 500 and tells only the log why',
        ),
      ],
    },
    {
      hazard: "A Worker that has Azure's key and no users serves everybody who finds it.",
      sources: ['ArsalanDotMe/switchboard-go#1', 'dcccrypto/percolator-launch#1006'],
      tests: [
        at('worker/config', 'names the faults of %s', 'an Azure key without users'),
        at('bundle/seed', 'the Azure key without users opens nothing'),
      ],
    },
    {
      hazard:
        'A list of users that is empty, cut or repeats a key lets in nobody, or the wrong one.',
      sources: ['https://github.com/imatrixme/cf-openai-azure-proxy'],
      tests: [
        at('worker/users', 'refuses %s'),
        at('bundle/failure', 'answers 500 and keeps the cause in the log, without any value'),
        at('infra/settings-faults', 'keys and names of encrypted users'),
      ],
    },
    {
      hazard: '`atob` gives bytes, so that names outside ASCII become unreadable.',
      sources: ['https://developer.mozilla.org/docs/Web/API/Window/btoa#unicode_strings'],
      tests: [
        at('worker/users', 'finds a user by key, with a name outside ASCII intact'),
        at('infra/user-codec', 'the text is base64 of UTF-8'),
      ],
    },
    {
      hazard: 'An account may have another host than {name}.openai.azure.com.',
      sources: [
        'danny-avila/LibreChat#10355',
        'Gitlawb/openclaude#80',
        'OpenWhispr/openwhispr#997',
      ],
      tests: [at('worker/config', 'an account may be reached at %s')],
    },
  ],

  routes: [
    {
      hazard: 'Base URLs without /v1, with two of them, or with stray slashes lead to a 404.',
      sources: [
        'haibbo/cf-openai-azure-proxy#29',
        'openai/openai-python#1894',
        'songquanpeng/one-api#127',
      ],
      tests: [
        at('worker/target', 'reads %s as chat/completions'),
        at('worker/target', 'slashes and prefixes never change what a path names'),
        at('bundle/hygiene', '%s is chat'),
      ],
    },
    {
      hazard:
        "Azure's own clients put the deployment into the path, old ones of OpenAI the engine.",
      sources: ['BerriAI/litellm#1921', 'BerriAI/litellm#15240', 'haibbo/cf-openai-azure-proxy#60'],
      tests: [
        at('worker/target', 'finds the model in %s'),
        at('worker/request-up', 'takes the model from an Azure-style path when it is %s'),
        at('bundle/sdk', 'chats'),
      ],
    },
    {
      hazard: 'People open the address in a browser and take the 404 for a broken deployment.',
      sources: ['haibbo/cf-openai-azure-proxy#37', 'haibbo/cf-openai-azure-proxy#26'],
      tests: [at('worker/gateway', 'GET %s needs no key')],
    },
    {
      hazard: "Azure's /openai/v1 refuses the dated api-version that clients send.",
      sources: ['pydantic/pydantic-ai#5066', 'aaif-goose/goose#8236'],
      tests: [
        at('worker/target', 'keeps every query parameter but api-version, encoded as it came'),
        at(
          'worker/request-up',
          'sends a chat request to the v1 surface with the bytes it came with',
        ),
      ],
    },
    {
      hazard: 'Some accounts and models answer on one of the two surfaces of Azure only.',
      sources: ['vercel/ai#7372', 'earendil-works/pi#3799', 'open-webui/open-webui#23484'],
      tests: [
        at('worker/request-up', "a model's own style and version win over the operation's"),
        at('bundle/seed', 'AZURE_API_VERSION selects the deployment-style URL'),
      ],
    },
    {
      hazard: 'An API version that is written into the code is withdrawn one day.',
      sources: ['haibbo/cf-openai-azure-proxy#58', 'haibbo/cf-openai-azure-proxy#65'],
      tests: [
        at('worker/config', 'AZURE_API_VERSION puts every operation on the deployment-style URL'),
        at('infra/models', 'the Worker is told aliases, style, API version and date'),
      ],
    },
  ],

  keys: [
    {
      hazard: 'Clients send the key as a bearer token, as `api-key` or as `x-api-key`.',
      sources: ['BerriAI/litellm#4077', 'openai/openai-python#1308', 'nick3/copilot-api#12'],
      tests: [at('worker/auth', 'takes the key from %s'), at('bundle/hygiene', '%s is chat')],
    },
    {
      hazard: 'Some clients take only keys that begin with sk-.',
      sources: ['haibbo/cf-openai-azure-proxy#45', 'BuilderIO/ai-shell#60'],
      tests: [
        at(
          'infra/users',
          'a user without a key gets a random one of 48 letters and digits after sk-',
        ),
      ],
    },
    {
      hazard: "Every user of the proxy holds Azure's own key.",
      sources: ['haibbo/cf-openai-azure-proxy#72', 'haibbo/cf-openai-azure-proxy#45'],
      tests: [
        at('bundle/hygiene', "Azure sees its own key and nothing of the caller's"),
        at('bundle/seed', "the fork's: named users outside, the Azure key inside"),
      ],
    },
    {
      hazard: 'Keys end up in logs, messages and pages.',
      sources: ['ChatGPTNextWeb/NextChat#1520'],
      tests: [
        at(
          'bundle/failure',
          'no key and no content is in anything that the Worker wrote or answered wrongly',
        ),
        at('worker/config', 'no fault repeats a value'),
        at('infra/settings-properties', 'no value of a secret key gets into a message'),
        at('runner/secrets', 'in the %s'),
      ],
    },
    {
      hazard: 'A person leaves, and the shared key works on, or everybody gets a new one.',
      sources: ['haibbo/cf-openai-azure-proxy#72', 'haibbo/cf-openai-azure-proxy#45'],
      tests: [
        at('worker/people', 'a key that is switched off is refused before the body is read'),
        at('worker/people', 'a key works until it expires, and is told since when it has'),
        at('worker/users', 'several entries may have one name, each with its own key'),
      ],
    },
    {
      hazard: 'Nobody can tell who used what, because requests leave no name.',
      sources: ['open-webui/open-webui#6692', 'BerriAI/litellm#1543'],
      tests: [
        at(
          'worker/gateway',
          'leaves one log line that says who, what, where and how long, without key or content',
        ),
      ],
    },
  ],

  models: [
    {
      hazard:
        'The name that a client asks for is mapped to no deployment, and the error helps nobody.',
      sources: [
        'haibbo/cf-openai-azure-proxy#35',
        'haibbo/cf-openai-azure-proxy#62',
        'stulzq/azure-openai-proxy#21',
      ],
      tests: [
        at('worker/model-names', 'the 404 about a model names those that exist'),
        at('worker/config', 'each seed variable serves its models and its own name'),
        at('bundle/sdk', 'an alias reaches its deployment'),
      ],
    },
    {
      hazard: 'The list of names and the deployments at Azure disagree.',
      sources: ['songquanpeng/one-api#127', 'danny-avila/LibreChat#2797'],
      tests: [
        at('runner/second-up', 'one more model is a deployment and the models of the Worker'),
        at('bundle/failure', 'a deployment that Azure lacks is a 404 in the words of Azure'),
      ],
    },
    {
      hazard: 'Gateways take the dots out of model names, and gpt-4.1 is found nowhere.',
      sources: ['songquanpeng/one-api#2235', 'QuantumNous/new-api#980', 'MartialBE/one-hub#634'],
      tests: [
        at('worker/request-up', 'an alias changes the model member and nothing else'),
        at('infra/azure-openai', 'an account is a group, a name, the account and its deployments'),
      ],
    },
    {
      hazard: 'A look-up in a plain object finds `constructor` and sends it on as a model.',
      sources: [
        'https://cheatsheetseries.owasp.org/cheatsheets/Prototype_Pollution_Prevention_Cheat_Sheet.html',
      ],
      tests: [
        at('worker/config', 'a prototype name is no model'),
        at(
          'bundle/hygiene',
          'a model that is no deployment name cannot change the address at Azure',
        ),
      ],
    },
    {
      hazard: "Azure's list has base models, or deployments by names that clients do not know.",
      sources: [
        'stulzq/azure-openai-proxy#76',
        'langgenius/dify#611',
        'OkGoDoIt/OpenAI-API-dotnet#140',
      ],
      tests: [
        at(
          'worker/model-names',
          'lists the models under the names clients use, for those who hold a key',
        ),
        at('bundle/sdk', 'lists and retrieves models'),
      ],
    },
    {
      hazard: 'Clients check a model by GET /v1/models/{id}, which proxies forget.',
      sources: ['BerriAI/litellm#13128'],
      tests: [
        at('worker/model-names', 'retrieves one model, and says which exist when it is none'),
        at('bundle/sdk', 'lists and retrieves models'),
      ],
    },
  ],

  access: [
    {
      hazard: 'A model that a user may not use is reached by another name or another way.',
      sources: [
        'https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/',
      ],
      tests: [
        at('worker/people', 'a model that is not allowed cannot be had by %s'),
        at('worker/people', '%s without a model would be the choice of Azure, and is refused'),
        at('worker/people', 'a second name in the query, in whatever case, stays here'),
        at('worker/people', 'may not be %j'),
        at('worker/people', 'a call is not accepted by %s'),
        at('bundle/team', 'each message of a restricted user is held against the list'),
      ],
    },
    {
      hazard: 'A refusal tells which models others have.',
      sources: [
        'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
      ],
      tests: [
        at('worker/people', 'a refusal names no model that the user may not use'),
        at('worker/people', 'what the user may not use is not there to be retrieved'),
      ],
    },
  ],

  bodies: [
    {
      hazard: 'Embeddings of several inputs or of tokens become one call each, or fail.',
      sources: [
        'langchain-ai/langchain#4575',
        'diemus/azure-openai-proxy#7',
        'Mintplex-Labs/anything-llm#184',
      ],
      tests: [
        at('bundle/sdk', 'token arrays reach Azure in one request'),
        at('bundle/sdk', 'embeds, in floats and in the base64 that the SDK asks for by itself'),
      ],
    },
    {
      hazard:
        'The SDKs ask for embeddings in base64; a proxy that drops this corrupts the vectors.',
      sources: ['garrytan/gbrain#220', 'openai/openai-python#1490'],
      tests: [
        at('bundle/sdk', 'embeds, in floats and in the base64 that the SDK asks for by itself'),
      ],
    },
    {
      hazard: 'An answer loses its usage, or whatever else the proxy did not expect.',
      sources: ['openai/openai-python#1469', 'haibbo/cf-openai-azure-proxy#73'],
      tests: [
        at('worker/answer-down', 'passes an answer on as it came'),
        at('bundle/sdk', 'chats'),
      ],
    },
    {
      hazard: 'A proxy that knows a fixed set of parameters and roles drops or refuses new ones.',
      sources: [
        'tensorzero/tensorzero#5627',
        'lobehub/lobehub#6222',
        'Azure/azure-sdk-for-net#45719',
      ],
      tests: [
        at(
          'worker/request-up',
          'sends a chat request to the v1 surface with the bytes it came with',
        ),
        at(
          'worker/json-members',
          'changes the member wherever it stands, and every other byte stays',
        ),
        at('bundle/hygiene', 'a body of 1 MB goes up byte for byte'),
      ],
    },
  ],

  errors: [
    {
      hazard: "A refusal in plain text with status 403 is to a client 'Unexpected http code 403'.",
      sources: ['haibbo/cf-openai-azure-proxy#42', 'haibbo/cf-openai-azure-proxy#49'],
      tests: [
        at('worker/gateway', 'answers %s without asking Azure'),
        at('bundle/failure', '%s never reaches Azure'),
        at('bundle/sdk', 'a wrong key raises the SDK authentication error'),
      ],
    },
    {
      hazard: 'A body that is no JSON makes the proxy throw, and the client gets a page of HTML.',
      sources: ['haibbo/cf-openai-azure-proxy#54'],
      tests: [
        at('worker/gateway', 'answers %s without asking Azure', 'broken JSON'),
        at('worker/gateway', 'a bug is a 500 that shows nothing of itself'),
      ],
    },
    {
      hazard: 'A connection to Azure that fails makes the proxy throw.',
      sources: ['haibbo/cf-openai-azure-proxy#54'],
      tests: [
        at('worker/answer-down', 'an unreachable Azure is a 502'),
        at('bundle/failure', 'a reset before the headers is a 502'),
        at('bundle/failure', 'before an Azure that nobody serves answers 502'),
      ],
    },
    {
      hazard: "Azure's errors lack `type` and `param`, or the `error` around them, or are HTML.",
      sources: ['chatboxai/chatbox#646', 'langgenius/dify-official-plugins#2199'],
      tests: [
        at('worker/upstream-error', "fills in what Azure's own shape leaves out"),
        at('worker/upstream-error', 'reads the shape without `error`'),
        at('worker/upstream-error', 'gives its own words for %s and none of the body'),
        at('bundle/failure', 'the fault "%s" of Azure is an OpenAI-shaped %i'),
      ],
    },
    {
      hazard: "Azure's 401 or 403 about the proxy's key looks as if the user's were wrong.",
      sources: ['browser-use/browser-use#1295', 'Azure/azure-sdk-for-net#38889'],
      tests: [
        at(
          'worker/answer-down',
          "Azure's %i about the gateway's own key is a 502 that clears the user",
        ),
        at('bundle/failure', "with a wrong Azure key answers 502, never the user's 401"),
      ],
    },
    {
      hazard:
        'A prompt that the content filter refused is hidden behind another error, or retried.',
      sources: [
        'microsoft/sample-app-aoai-chatGPT#986',
        'BerriAI/litellm#9303',
        'openai/openai-dotnet#55',
      ],
      tests: [
        at(
          'worker/upstream-error',
          'passes a complete error on byte for byte, innererror included',
        ),
        at('bundle/failure', 'a filtered prompt stays a 400 with its innererror'),
      ],
    },
    {
      hazard: 'A parameter that Azure refuses is reported as something else.',
      sources: ['openai/openai-python#1492', 'Azure/azure-rest-api-specs#29545'],
      tests: [at('bundle/failure', 'a parameter that Azure refuses is a 400 that names it')],
    },
  ],

  streams: [
    {
      hazard: 'Azure opens a stream with `choices: []`, and clients that read `choices[0]` crash.',
      sources: [
        'haibbo/cf-openai-azure-proxy#61',
        'open-webui/open-webui#1759',
        'songquanpeng/one-api#1324',
      ],
      tests: [
        at('worker/stream', 'drops the opener and nothing else, wherever the bytes are split'),
        at('bundle/sdk', 'streams, and the first chunk has a choice'),
        at('bundle/stream', 'a stream of completions opens with a choice as well'),
      ],
    },
    {
      hazard: 'The chunk with the usage has no choices either, and must not go with the opener.',
      sources: ['openai/openai-python#1469', 'Portkey-AI/gateway#910'],
      tests: [
        at('worker/stream', 'passes %s on unchanged', 'a usage-only chunk at the start'),
        at('bundle/sdk', 'streams, and the first chunk has a choice'),
      ],
    },
    {
      hazard: 'Proxies hold a stream back until it is whole.',
      sources: ['haibbo/cf-openai-azure-proxy#2', 'imyuanx/chatgpt-proxy#17'],
      tests: [at('bundle/stream', 'events reach the client while Azure is still writing')],
    },
    {
      hazard: 'A pause for each event, meant to look like typing, adds seconds to every answer.',
      sources: ['haibbo/cf-openai-azure-proxy#21', 'kongpf8848/azure-openai-proxy#2'],
      tests: [
        at('worker/stream', 'passes what follows the first event on untouched, without waiting'),
        at(
          'worker/pacing',
          'whatever comes is written once, in order, and the end is late by 5 % or 250 ms at most',
        ),
      ],
    },
    {
      hazard: "Azure's content filter lets words through in bursts, which read badly.",
      sources: ['https://learn.microsoft.com/azure/foundry/openai/concepts/content-streaming'],
      tests: [
        at('worker/pacing', 'bursts of twenty words become even, their gaps %s'),
        at('worker/pacing', 'adds nothing to %s'),
        at(
          'worker/stream-ways',
          'the smooth typewriter spreads a burst over the time until the next',
        ),
      ],
    },
    {
      hazard: 'A client that reads slowly makes a proxy keep the whole answer in memory.',
      sources: ['https://developers.cloudflare.com/workers/platform/limits/'],
      tests: [
        at('bundle/slow-client', 'holds Azure back for a client that does not read: $name'),
        at('worker/stream-ways', 'a client that takes nothing holds Azure back'),
      ],
    },
    {
      hazard: 'A streamed answer tells its tokens only where it was asked to.',
      sources: ['openai/openai-python#1469', 'Portkey-AI/gateway#910'],
      tests: [
        at('worker/usage', 'is asked for its tokens where the client did not: %j'),
        at(
          'bundle/usage',
          'a chat stream tells its tokens to the log, and to the client only when asked',
        ),
      ],
    },
    {
      hazard: 'Characters of several bytes break where a stream is cut into chunks.',
      sources: ['anomalyco/opencode#39694', 'BerriAI/litellm#18842'],
      tests: [
        at('bundle/stream', 'the same events arrive when Azure writes with %s'),
        at('worker/stream', 'drops the opener and nothing else, wherever the bytes are split'),
      ],
    },
    {
      hazard: 'A stream that breaks off looks like an answer that has ended.',
      sources: ['open-webui/open-webui#29628', 'BerriAI/litellm#42085'],
      tests: [
        at('worker/stream', 'ends a stream that Azure breaks %s with an error event and no [DONE]'),
        at('bundle/stream', 'an upstream cut by %s ends in an error event, which the SDK raises'),
        at(
          'worker/stream-ways',
          'a stream without its last event is told from a whole one, and the client is told',
        ),
      ],
    },
    {
      hazard: 'An error that Azure sends inside a stream is swallowed.',
      sources: ['labring/FastGPT#2440', 'maximhq/bifrost#6419'],
      tests: [
        at('bundle/stream', 'an error event of Azure passes through'),
        at('worker/stream', 'passes %s on unchanged', 'an error at the start'),
      ],
    },
    {
      hazard: 'A client that leaves is not noticed, and Azure generates, for money, to the end.',
      sources: ['BerriAI/litellm#17364', 'BerriAI/litellm#37140', 'Aaryan-Kapoor/Surface#28'],
      tests: [
        at('worker/answer-down', 'a client that leaves ends the request to Azure'),
        at('worker/stream', 'cancels a silent Azure when the client leaves %s'),
        at('worker/stream', 'cancels Azure when the client has left before the first event'),
        at('infra/gateway', 'a gateway is a script and its workers.dev switch'),
        at(
          'bundle/stream',
          'a client that resets in the middle ends the request to a silent Azure',
        ),
      ],
    },
    {
      hazard: 'While a model thinks nothing is sent, and proxies in between end the connection.',
      sources: ['mozilla-ai/otari#528', 'openclaw/openclaw#70739', 'danny-avila/LibreChat#6081'],
      tests: [
        at('worker/stream', 'bridges a silent model with comments until the first event'),
        at('bundle/stream', 'headers reach the client before the first byte does'),
      ],
    },
  ],

  headers: [
    {
      hazard: 'A client that is to wait is not told for how long.',
      sources: [
        'icereed/paperless-gpt#814',
        'promptfoo/promptfoo#1612',
        'openai/openai-python#937',
      ],
      tests: [
        at(
          'worker/answer-down',
          "passes Azure's limits, ids and retry times on, and keeps its internals",
        ),
        at('worker/headers', 'lets down what a client reads: limits, retries and the content type'),
        at('bundle/failure', 'a 429 brings its retry times and lets browsers read them'),
      ],
    },
    {
      hazard: "The SDKs show `x-request-id`, while Azure's support asks for `apim-request-id`.",
      sources: ['https://learn.microsoft.com/azure/ai-services/openai/reference'],
      tests: [
        at('bundle/hygiene', "the client sees Azure's limits and id, and none of its internals"),
      ],
    },
    {
      hazard: "A caller's cookies, address and organization travel on to Azure.",
      sources: ['https://developers.cloudflare.com/fundamentals/reference/http-headers/'],
      tests: [
        at(
          'worker/headers',
          'lets nothing up that names the caller or his credentials, whatever else is there',
        ),
        at('bundle/hygiene', "Azure sees its own key and nothing of the caller's"),
      ],
    },
    {
      hazard: "Azure's region, policies and lengths come down with the answer.",
      sources: ['openai/openai-python#937', 'EvolvingPrograms/oaib#11'],
      tests: [
        at(
          'worker/headers',
          "lets none of Azure's cookies and internals down, whatever else is there",
        ),
        at('bundle/hygiene', 'an answer that Azure compressed arrives readable'),
      ],
    },
  ],

  CORS: [
    {
      hazard: 'Browsers do not let pages call, for `*` does not cover the Authorization header.',
      sources: [
        'haibbo/cf-openai-azure-proxy#31',
        'stulzq/azure-openai-proxy#83',
        'cloudflare/workers-sdk#5817',
      ],
      tests: [
        at('worker/gateway', 'a preflight allows what it asks for, on any path and without a key'),
        at('bundle/hygiene', 'a page in a browser may call and read every answer'),
      ],
    },
    {
      hazard: 'Errors and model lists without CORS headers show in a page as a network failure.',
      sources: ['haibbo/cf-openai-azure-proxy#32', 'Gyarbij/azure-oai-proxy#12'],
      tests: [
        at(
          'worker/cors',
          'lets any page read %s, its id, retry times and limits, and takes no cookies',
        ),
      ],
    },
    {
      hazard: 'A page cannot read how long it is to wait: Azure does not expose the header.',
      sources: ['Azure/azure-rest-api-specs#24904'],
      tests: [
        at(
          'worker/cors',
          'lets any page read %s, its id, retry times and limits, and takes no cookies',
        ),
      ],
    },
  ],

  limits: [
    {
      hazard: 'A body without end, or a very large one, exhausts the memory of the Worker.',
      sources: ['https://developers.cloudflare.com/workers/platform/limits/#memory'],
      tests: [
        at('worker/gateway', 'stops reading a body of unknown length at the limit'),
        at('bundle/failure', 'a client that %s gets 413 before its body is read to the end'),
      ],
    },
    {
      hazard: 'Reading every event costs more CPU time than the free plan gives a request.',
      sources: [
        'tianma-if/edgeever#239',
        'https://developers.cloudflare.com/workers/platform/limits/#cpu-time',
      ],
      tests: [
        at('worker/stream', 'passes what follows the first event on untouched, without waiting'),
      ],
    },
    {
      hazard: 'An Azure that never answers holds the client for ever.',
      sources: ['QuantumNous/new-api#1565', 'langgenius/dify-official-plugins#2199'],
      tests: [at('worker/waiting', 'an Azure that sends no headers within ten minutes is a 504')],
    },
    {
      hazard: 'A time limit that is meant for the first byte cuts a long answer.',
      sources: ['danny-avila/LibreChat#6081', 'open-webui/open-webui#16747'],
      tests: [at('worker/waiting', 'a stream that began may be silent for an hour')],
    },
  ],
};
