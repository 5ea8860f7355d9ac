// How large the requests and answers of Azure's models can be.
import type { ModelTokens } from '../../worker/contract/prices.ts';

const TOKENS: Readonly<Record<string, ModelTokens>> = {
  'gpt-5.4-mini': { context: 400_000, output: 128_000 },
};

/** The size of a model; undefined: not known. */
export function knownTokens(model: string, version: string | undefined): ModelTokens | undefined {
  return TOKENS[`${model}@${version}`] ?? TOKENS[model];
}
