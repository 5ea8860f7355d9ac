// Request targets: every path of the tables, its spellings, and what attackers write in them.
import type { Operation } from '../../worker/operations/operation.ts';
import { OPERATIONS } from '../../worker/operations/table.ts';
import type { Dice } from './dice.ts';
import { CONTENT, KEYS, MODELS, NAMED } from './stack.ts';

const EVIL = [
  '..',
  '.',
  '...',
  '%2e%2e',
  '%2E.',
  '..%2f..',
  'a%2fb',
  'a%2Fb',
  '%5c',
  '\\',
  '..\\..',
  'a\\b',
  '%00',
  '%0d%0ax-injected:%201',
  '%0a',
  '%e2%80%a4%e2%80%a4',
  '%ef%bc%8e%ef%bc%8e',
  '%c0%ae%c0%ae',
  '%252e%252e',
  '%252f',
  '%',
  '%zz',
  '%ff',
  ';',
  '..;',
  'a;b=c',
  '@evil.example',
  'http:',
  'https://evil.example',
  '//evil.example',
  '*',
  '~',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '{id}',
  '**',
  ':',
  'resp_1',
  'file-1',
  'x'.repeat(300),
  NAMED,
  "'",
  '"',
  '<b>',
  '|',
  '^',
  '`',
] as const;

const PREFIXES = ['/v1/', '/v1/', '/', '/openai/', '/openai/v1/', '//v1//', '/v1/v1/'] as const;
const ODD_PREFIXES = ['/v1/./', '/v1/../', '/%76%31/', '/V1/', '/v1\\', '/v1/%2e/'] as const;

/** A segment that clients fill in. */
function identifier(dice: Dice): string {
  return dice.chance(0.25)
    ? dice.pick(EVIL)
    : dice.pick(['resp_1', 'file-1', 'conv_a.b', 'content', 'cancel', 'vs_1']);
}

function filledPath(dice: Dice, { path }: Operation): string {
  return path
    .replace('**', () => [identifier(dice), ...dice.some(2, () => identifier(dice))].join('/'))
    .replaceAll(/\{\w+\}/g, () => identifier(dice));
}

function path(dice: Dice, operation: Operation): string {
  const plain = `${dice.chance(0.93) ? dice.pick(PREFIXES) : dice.pick(ODD_PREFIXES)}${filledPath(dice, operation)}`;
  return dice.weighted(
    [60, () => plain],
    [
      8,
      () =>
        `/${dice.pick(['openai/', 'v1/', ''])}${dice.pick(['deployments', 'engines'])}/${dice.chance(0.6) ? dice.pick(MODELS) : dice.pick(EVIL)}/${filledPath(dice, operation)}`,
    ],
    [
      6,
      () =>
        dice.pick([
          '/',
          '/health',
          '/v1/models',
          `/v1/models/${dice.pick(MODELS)}`,
          `/v1/models/${dice.pick(EVIL)}`,
        ]),
    ],
    [6, () => `/${[...dice.some(4, () => dice.pick(EVIL)), operation.path].join('/')}`],
    [6, () => `${plain}/${dice.pick(EVIL)}`],
    [3, () => plain.replaceAll('/', dice.pick(['//', '%2f', '\\', '/./', '/../']))],
    [
      3,
      () =>
        plain.replaceAll(/[aeiou]/g, (letter) =>
          dice.chance(0.5) ? `%${letter.charCodeAt(0).toString(16)}` : letter,
        ),
    ],
    [
      3,
      () =>
        `/v1/${dice.pick(['moderations', 'assistants', 'images/variations', 'videos', 'evals/1', NAMED])}`,
    ],
  );
}

function pair(dice: Dice): string {
  const name = dice.pick([
    'model',
    'MODEL',
    'm%6fdel',
    'deployment',
    'api-version',
    'API-Version',
    'api-key',
    'call_id',
    'intent',
    'limit',
    'after',
    '__proto__',
    'stream',
    '',
    'x%0d%0ay',
  ]);
  const value = dice.pick([
    ...MODELS,
    '',
    '1',
    'transcription',
    'v1',
    '../x',
    '%00',
    '%ff',
    '%',
    'a=b',
    NAMED,
    '%0d%0ax-injected:1',
    'https://evil.example',
  ]);
  if (name.toLowerCase() === 'api-key') return `${name}=${KEYS.alice}`;
  if (name === 'after') return `after=${CONTENT}`;
  return dice.chance(0.9) ? `${name}=${value}` : name;
}

/** A request target, and the operation whose path it was made from. */
export function target(dice: Dice): { readonly text: string; readonly operation: Operation } {
  const operation = dice.pick(ALL);
  const query = dice.chance(0.3)
    ? `?${[pair(dice), ...dice.some(3, () => pair(dice))].join('&')}`
    : '';
  const relative = `${path(dice, operation)}${query}`;
  const text = dice.weighted(
    [90, () => relative],
    [
      5,
      () =>
        `${dice.pick(['http://evil.example', 'https://east.openai.azure.com', 'http://', 'HTTP://x@y:1', 'ftp://x', 'http://[::1]', 'http://169.254.169.254'])}${relative}`,
    ],
    [2, () => `${relative}#${dice.pick(EVIL)}`],
    [
      1,
      () =>
        dice.pick([
          '*',
          'evil.example:443',
          '',
          '?',
          '/?',
          '//',
          '/\u0000',
          '/\u00ff',
          'v1/models',
        ]),
    ],
    [1, () => `/${'a/'.repeat(dice.below(4000))}`],
    [1, () => `${relative}${dice.pick(['\u0001', '\t', ' ', '\u00e9', '\r', '\u007f'])}x`],
  );
  return { text, operation };
}

const [first, ...rest] = OPERATIONS;
if (first === undefined) throw new Error('the table of operations is empty');
const ALL = [first, ...rest] as const;
