// The most tokens that a model reads and writes in one request, from the tables of
// https://learn.microsoft.com/azure/foundry/openai/concepts/models (page of 2026-09-02). A model that no
// row names has no limit here.

export interface TokenLimits {
  readonly input: number;
  readonly output: number;
}

const ROWS: readonly (readonly [RegExp, TokenLimits])[] = [
  [/^gpt-5(\.\d)?-chat$/, { input: 128_000, output: 16_384 }],
  [/^gpt-5\.[456](-sol|-terra|-luna)?$/, { input: 922_000, output: 128_000 }],
  // 400,000 tokens in all, of them 272,000 of input (github BerriAI/litellm#15968, on Azure)
  [/^gpt-5/, { input: 272_000, output: 128_000 }],
  [/^gpt-4\.1(-mini|-nano)?$/, { input: 1_047_576, output: 32_768 }],
  [/^gpt-4o(-mini)?$/, { input: 128_000, output: 16_384 }],
  [/^(o1|o3|o3-mini|o3-pro|o4-mini)$/, { input: 200_000, output: 100_000 }],
];

/** The limits of a model; undefined when no row names it. */
export function tokenLimits(model: string): TokenLimits | undefined {
  return ROWS.find(([names]) => names.test(model))?.[1];
}
