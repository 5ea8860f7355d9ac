// Bodies that are forms, as the server reads and keeps them.
import { expect, test } from 'vitest';
import { KEY, send } from '../client.ts';
import { badRequest, startMedia } from '../media/media-client.ts';

const PATH = '/openai/deployments/image/images/edits?api-version=2025-04-01-preview';

test.each([
  ['multipart/form-data; boundary=x', 'nonsense'],
  ['multipart/form-data; boundary=x', ''],
  ['multipart/form-data', '--x\r\n'],
  [
    'Multipart/Form-Data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nhalf',
  ],
])('%s with the body %j is not a form', async (type, body) => {
  const { standIn } = await startMedia();
  const got = await send(standIn, { path: PATH, body, headers: { 'content-type': type } });
  expect([got.status, JSON.parse(got.text)]).toEqual([
    400,
    badRequest('Could not parse multipart form', null, null),
  ]);
});

test('a form where JSON is wanted is refused', async () => {
  const { standIn } = await startMedia();
  const form = new FormData();
  form.append('model', 'mini');
  const response = await fetch(`${standIn.url}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { 'api-key': KEY },
    body: form,
  });
  expect([response.status, await response.json()]).toMatchObject([
    415,
    { error: { code: 'UnsupportedMediaType' } },
  ]);
});

test('the recorded request holds the form byte for byte', async () => {
  const { standIn } = await startMedia({ record: true });
  const body =
    '--x\r\nContent-Disposition: form-data; name="image"; filename="ü.png"\r\n' +
    'Content-Type: image/png\r\n\r\nbeach\r\n' +
    '--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\na ball\r\n--x--\r\n';
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  expect((await send(standIn, { path: PATH, body, headers })).status).toBe(200);
  expect(standIn.requests[0]?.body.toString()).toBe(body);
});
