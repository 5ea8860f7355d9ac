// What a page in a browser may read, whatever it is answered with.
import { expect, test } from 'vitest';
import { ask, type Asked } from './gateway-under-test.ts';

const STREAM = { headers: { 'content-type': 'text/event-stream' } };

test.each<[string, Asked]>([
  ['an answer', {}],
  ['a stream', { azure: () => new Response('data: [DONE]\n\n', STREAM) }],
  ['a refusal of Azure', { azure: () => Response.json({}, { status: 429 }) }],
  ['a refusal of the gateway', { headers: {} }],
  ['the models', { path: '/v1/models', method: 'GET' }],
  ['a preflight', { method: 'OPTIONS' }],
  ['a misconfiguration', { env: {} }],
])(
  'lets any page read %s, its id, retry times and limits, and takes no cookies',
  async (_, asked) => {
    const { headers } = (await ask(asked)).response;
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const exposed = headers.get('access-control-expose-headers')?.split(', ');
    expect(exposed?.toSorted()).toEqual([
      'apim-request-id',
      'cache-control',
      'content-disposition',
      'content-type',
      'location',
      'openai-processing-ms',
      'openai-version',
      'retry-after',
      'retry-after-ms',
      'x-adapted-parameters',
      'x-ms-retry-after-ms',
      'x-rate-limit-reset-tokens',
      'x-ratelimit-limit-requests',
      'x-ratelimit-limit-tokens',
      'x-ratelimit-remaining-requests',
      'x-ratelimit-remaining-tokens',
      'x-ratelimit-reset-requests',
      'x-ratelimit-reset-tokens',
      'x-request-id',
      'x-should-retry',
    ]);
  },
);
