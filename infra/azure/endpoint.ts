// The address of an Azure OpenAI account.

/** The address of an account's custom subdomain. */
export function toEndpoint(subdomain: string): string {
  return `https://${subdomain.toLowerCase()}.openai.azure.com`;
}
