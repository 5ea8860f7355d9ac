import { expect, test } from 'vitest';
import { chooseMode, type ModeFacts } from '../../../worker/stream/plan.ts';

const PLAIN: ModeFacts = {
  kind: 'chat',
  asyncFilter: false,
  countTokens: false,
  typewriter: 'off',
  isWatched: false,
};

test.each<[string, Partial<ModeFacts>, string]>([
  ['nothing is asked for', {}, 'fast'],
  ['tokens are counted', { countTokens: true }, 'inspected'],
  ['silence is watched', { isWatched: true }, 'inspected'],
  ['the filter of a chat is asynchronous', { asyncFilter: true }, 'inspected'],
  ['a filter that only chat shows is asynchronous', { kind: 'text', asyncFilter: true }, 'fast'],
  ['the typewriter is on', { typewriter: 'events', countTokens: true }, 'events'],
  ['the typewriter is smooth', { typewriter: 'smooth', kind: 'response' }, 'smooth'],
  ['the stream is not text', { kind: 'other', typewriter: 'smooth' }, 'fast'],
  ['the stream is not text, and counted', { kind: 'other', countTokens: true }, 'inspected'],
  ['the stream is not text, and watched', { kind: 'other', isWatched: true }, 'inspected'],
])('where %s', (_, facts, mode) => {
  expect(chooseMode({ ...PLAIN, ...facts })).toBe(mode);
});
