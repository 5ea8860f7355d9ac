/**
 * The URL styles of one account: `v1` is `/openai/v1/{operation}`, `classic` is everything else below
 * `/openai/` (https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle), `inference` is
 * `/models/{operation}`, the Azure AI Model Inference API, by which models of all makers can be called
 * (https://learn.microsoft.com/rest/api/aifoundry/modelinference).
 */
export type Surface = 'v1' | 'classic' | 'inference';
