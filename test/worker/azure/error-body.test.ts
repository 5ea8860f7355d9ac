import { expect, test } from 'vitest';
import { SharedTimer } from '../../../worker/shared-timer.ts';
import { HeldBytes, Holding } from '../../../worker/held-bytes.ts';
import { toOpenAIErrorBody } from '../../../worker/azure/error-body.ts';

function normalised(status: number, body: BodyInit | null): Promise<string> {
  return toOpenAIErrorBody(new Response(body, { status }), {
    timer: new SharedTimer(Date.now),
    held: new Holding(new HeldBytes()),
  });
}

test("fills in what Azure's own shape leaves out", async () => {
  const body =
    '{"error":{"code":"DeploymentNotFound","message":"The API deployment does not exist."}}';
  expect(JSON.parse(await normalised(404, body))).toEqual({
    error: {
      type: 'invalid_request_error',
      param: null,
      code: 'DeploymentNotFound',
      message: 'The API deployment does not exist.',
    },
  });
});

test('reads the shape without `error`', async () => {
  expect(JSON.parse(await normalised(429, '{"statusCode":429,"message":"Slow down."}'))).toEqual({
    error: { type: 'rate_limit_error', param: null, code: null, message: 'Slow down.' },
  });
});

test('passes a complete error on byte for byte, innererror included', async () => {
  const body =
    '{ "error": {"message":"filtered","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}} }';
  expect(await normalised(400, body)).toBe(body);
});

test.each([
  ['HTML', '<html>Bad gateway</html>'],
  ['cut JSON', '{"error":{"mess'],
  ['JSON without a message', '{"error":"secret detail"}'],
  ['an array', '[]'],
  ['nothing', null],
  ['more than any error has', 'x'.repeat(100_000)],
])('gives its own words for %s and none of the body', async (_, body) => {
  expect(JSON.parse(await normalised(503, body))).toEqual({
    error: {
      message: 'Azure answered with status 503 and no message.',
      type: 'server_error',
      param: null,
      code: 'upstream_error',
    },
  });
});

test('gives its own words for a body that breaks off', async () => {
  const broken = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      controller.error(new Error('reset'));
    },
  });
  expect(JSON.parse(await normalised(500, broken))).toHaveProperty('error.code', 'upstream_error');
});
