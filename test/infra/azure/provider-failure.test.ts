import { expect, test } from 'vitest';
import { describeFailure, toFailure } from '../../../infra/azure/provider-failure.ts';

test.each([
  ['request failed /subscriptions/x: Status=503 Code="ServiceUnavailable" Message="down"', 503],
  ['GET https://management.azure.com/x\n----\nRESPONSE 404: 404 Not Found\nERROR CODE: None', 404],
  ['failed to make http request: GET "https://api.cloudflare.com/x": 403 Forbidden {}', 403],
  ['autorest: Service returned an error. StatusCode=429 -- Original Error', 429],
  ['dial tcp: lookup management.azure.com: no such host', undefined],
  ['', undefined],
])('of %j the status is %s', (reason, status) => {
  const failure = toFailure(new Error(`invocation of a:b:c returned an error: ${reason}`));
  expect(failure.status).toBe(status);
  expect(failure.message).toBe(reason.replaceAll('\n', ' '));
});

test('a message is one short line', () => {
  const failure = toFailure(new Error(`Status=500\n${'x'.repeat(1000)}`));
  expect(describeFailure(failure)).toMatch(/^HTTP 500: Status=500 x{280,300}…$/);
});

test('an engine that is ending for another reason stays the error', () => {
  const ending = new Error('Resource monitor is terminating');
  expect(() => toFailure(ending)).toThrow(ending);
});
