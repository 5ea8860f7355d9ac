// Makes a unit vector from an input. The same model and input give the same vector on every machine.
// Vectors of similar texts are not similar.
import { createHash } from 'node:crypto';

/**
 * The vector of one input. A shorter vector is the beginning of the longer one, brought back to
 * length 1, as with text-embedding-3 (https://platform.openai.com/docs/guides/embeddings).
 *
 * @param input text or its tokens, which give different vectors
 */
export function embedInput(
  model: string,
  input: string | readonly number[],
  dimensions: number,
): Float32Array {
  const hash = createHash('sha256')
    .update(JSON.stringify([model, input]))
    .digest();
  const next = randomFrom(hash.readUInt32LE(0));
  const values = Float64Array.from({ length: dimensions }, () => next() * 2 - 1);
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(values, (value) => value / length);
}

/** Numbers from 0 to 1 by mulberry32: 32-bit integer arithmetic only, so equal everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
