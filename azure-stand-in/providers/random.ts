// The provider of random texts. https://github.com/pulumi/pulumi-random
import { randomInt } from 'node:crypto';
import { compareInputs } from './compare.ts';
import type { Properties } from './grpc.ts';
import type { Difference, Provider } from './provider.ts';
import { UNKNOWN } from './provider.ts';

const TYPES = [
  'random:index/randomPassword:RandomPassword',
  'random:index/randomString:RandomString',
];
const LOWER = 'abcdefghijklmnopqrstuvwxyz';

/** Every change of an input makes a new text. */
export function randomProvider(): Provider {
  return {
    version: '4.21.2',
    configure: () => undefined,
    check: ({ news }) => news,
    diff: ({ inputs }, news): Difference => ({
      changes: compareInputs(inputs, news, () => true),
      deleteBeforeReplace: false,
    }),
    create: ({ type }, inputs, preview) => {
      if (!TYPES.includes(type)) throw new Error(`the stand-in cannot make a ${type}`);
      const result = preview ? UNKNOWN : randomText(inputs);
      return Promise.resolve({ id: preview ? '' : 'none', outputs: { ...inputs, result } });
    },
    read: ({ id, inputs = {}, outputs = {} }) => Promise.resolve({ id, outputs, inputs }),
    update: (_known, inputs) => Promise.resolve(inputs),
    delete: () => Promise.resolve(),
    invoke: (token) => {
      throw new Error(`the stand-in does not know the function ${token}`);
    },
  };
}

/** @throws for inputs that the stand-in does not support */
function randomText(inputs: Properties): string {
  if (inputs['special'] !== false) throw new Error('the stand-in makes letters and digits only');
  const upper = inputs['upper'] === false ? '' : LOWER.toUpperCase();
  const alphabet = `${LOWER}${upper}0123456789`;
  return Array.from({ length: Number(inputs['length']) }, () =>
    alphabet.charAt(randomInt(alphabet.length)),
  ).join('');
}
