// Failures that Azure reports after a part of the answer, in the log.
import { expect, test } from 'vitest';
import { ask, STACK_ENV } from '../gateway-under-test.ts';

const word =
  'data: {"choices":[{"index":0,"delta":{"content":"hi"},"content_filter_results":{}}]}\n\n';
const chatError = 'data: {"error":{"code":"server_error","message":"sorry"}}\n\n';
const created = 'event: response.created\ndata: {"type":"response.created"}\n\n';
const delta = 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta"}\n\n';
const failed =
  'event: response.failed\ndata: {"type":"response.failed","response":{"error":{"code":"server_error"}}}\n\n';
const errorEvent = 'event: error\ndata: {"type":"error","code":"server_error"}\n\n';
const incomplete = 'event: response.incomplete\ndata: {"type":"response.incomplete"}\n\n';

const CHAT = '/v1/chat/completions';
const RESPONSES = '/v1/responses';
const READ = { ...STACK_ENV, SETTINGS: '{"usage":true}' };

test.each([
  ['an error chunk', CHAT, word + chatError, 'failed'],
  ['response.failed', RESPONSES, created + delta + failed, 'failed'],
  ['an error event', RESPONSES, created + delta + errorEvent, 'failed'],
  ['response.incomplete', RESPONSES, created + delta + incomplete, 'complete'],
  ['a whole answer', CHAT, `${word}data: [DONE]\n\n`, 'complete'],
])('a stream that is read and has %s in the end', async (_, path, text, outcome) => {
  const azure = () => new Response(text, { headers: { 'content-type': 'text/event-stream' } });
  const body = '{"model":"gpt-5.4-mini","stream":true}';
  const { response, log, settled } = await ask({ env: READ, path, body, azure });
  expect(await response.text()).toBe(text);
  await settled;
  expect(log[0]?.outcome).toBe(outcome);
});
