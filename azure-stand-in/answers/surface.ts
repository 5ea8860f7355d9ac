/**
 * The two URL styles of Azure OpenAI: `v1` is `/openai/v1/{operation}`, `classic` is everything else
 * below `/openai/` (https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle).
 */
export type Surface = 'v1' | 'classic';
