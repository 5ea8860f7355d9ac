// What models cost and how large they are, as the Pulumi program writes it for the Worker.

/**
 * What a model costs in Azure's global deployments: picodollars (10⁻¹² USD) for one token, second,
 * character or image. USD 0.75 for a million tokens are 750,000. Integers. What is absent is not sold
 * separately: cached or written input as `input`, audio and images as text.
 */
export interface PriceBinding {
  readonly input?: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
  readonly output?: number;
  readonly inputAudio?: number;
  readonly outputAudio?: number;
  readonly inputImage?: number;
  readonly outputImage?: number;
  /** Prices of the whole request where its input is longer than `above` tokens. */
  readonly longContext?: LongContextPrice;
  /** One picture. */
  readonly image?: number;
  /** One second of audio. */
  readonly second?: number;
  /** One character of text that is spoken. */
  readonly character?: number;
}

export interface LongContextPrice {
  readonly above: number;
  readonly input: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
  readonly output: number;
}

/** How many tokens a model takes and gives, at most. For images: those of one image. */
export interface ModelTokens {
  readonly context: number;
  readonly output: number;
}
