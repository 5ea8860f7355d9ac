// What a call used, as Azure reports it and as Azure bills it.

/** What a call used. The parts are contained in `input` and `output`, as in `usage` of an answer. */
export interface Usage {
  /** Tokens of all kinds. */
  readonly input: number;
  readonly cached: number;
  readonly cacheWrite: number;
  readonly inputAudio: number;
  readonly inputImage: number;
  /** Tokens of all kinds. */
  readonly output: number;
  readonly reasoning: number;
  readonly outputAudio: number;
  readonly outputImage: number;
  /** Pictures that are sold by the piece. */
  readonly pictures: number;
  /** Audio that is sold by the second. */
  readonly seconds: number;
  /** Text to speak that is sold by the character. */
  readonly characters: number;
  /** Calls of hosted tools. */
  readonly toolCalls: number;
}

export const NOTHING: Usage = {
  input: 0,
  cached: 0,
  cacheWrite: 0,
  inputAudio: 0,
  inputImage: 0,
  output: 0,
  reasoning: 0,
  outputAudio: 0,
  outputImage: 0,
  pictures: 0,
  seconds: 0,
  characters: 0,
  toolCalls: 0,
};

/**
 * What is billed. Unlike in `Usage` no token is in two of them: each has a price of its own
 * (https://azure.microsoft.com/pricing/details/cognitive-services/openai-service/).
 */
export interface Meters {
  /** Text that was neither read from the cache nor written to it. */
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite: number;
  /** Text, and reasoning, which answers do not show. */
  readonly output: number;
  readonly inputAudio: number;
  readonly outputAudio: number;
  readonly inputImage: number;
  readonly outputImage: number;
  readonly pictures: number;
  readonly seconds: number;
  readonly characters: number;
  readonly toolCalls: number;
}

export const NO_METERS: Meters = {
  input: 0,
  cachedInput: 0,
  cacheWrite: 0,
  output: 0,
  inputAudio: 0,
  outputAudio: 0,
  inputImage: 0,
  outputImage: 0,
  pictures: 0,
  seconds: 0,
  characters: 0,
  toolCalls: 0,
};

/** The usage by what each part is billed as. */
export function toMeters(usage: Usage): Meters {
  const { cached, cacheWrite, inputAudio, inputImage, outputAudio, outputImage } = usage;
  const { pictures, seconds, characters, toolCalls } = usage;
  return {
    input: usage.input - cached - cacheWrite - inputAudio - inputImage,
    cachedInput: cached,
    cacheWrite,
    output: usage.output - outputAudio - outputImage,
    inputAudio,
    outputAudio,
    inputImage,
    outputImage,
    pictures,
    seconds,
    characters,
    toolCalls,
  };
}

/** The sum, meter by meter. */
export function addMeters(one: Meters, other: Meters): Meters {
  const names = Object.keys(NO_METERS) as (keyof Meters)[];
  return Object.fromEntries(
    names.map((name) => [name, one[name] + other[name]]),
  ) as unknown as Meters;
}
