// What the Azure account keeps for all users, named inside of bodies: closed to users without account data,
// in every place and spelling.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ask,
  encodeUsers,
  errorOf,
  STACK_ENV,
  USER_KEY,
  type Asked,
} from '../gateway-under-test.ts';

const ENV = {
  ...STACK_ENV,
  CHIT_USERS: encodeUsers([
    { name: 'alice', key: USER_KEY },
    { name: 'wang', key: 'sk-wang', accountData: true },
  ]),
  MODELS: JSON.stringify([{ id: 'gpt-5.4-mini' }, { id: 'painter', model: null }]),
};

function send(asked: Asked, key = USER_KEY) {
  const headers = { 'content-type': 'application/json', ...asked.headers };
  return ask({ env: ENV, ...asked, headers: { ...headers, authorization: `Bearer ${key}` } });
}

const responses = (rest: string): Asked => ({
  path: '/v1/responses',
  body: `{"model":"gpt-5.4-mini",${rest}}`,
});

describe.each<[string, string, Asked]>([
  [
    'a file in a response',
    'file_id',
    responses('"input":[{"content":[{"type":"input_file","file_id":"file-1"}]}]'),
  ],
  [
    'a picture in a response',
    'file_id',
    responses('"input":[{"content":[{"type":"input_image","file_id":"file-1"}]}]'),
  ],
  [
    'a file in a chat',
    'file_id',
    {
      body: '{"model":"gpt-5.4-mini","messages":[{"content":[{"type":"file","file":{"file_id":"f"}}]}]}',
    },
  ],
  [
    'a picture to be edited',
    'file_id',
    { path: '/v1/images/edits', body: '{"model":"painter","images":[{"file_id":"f"}]}' },
  ],
  [
    'a mask',
    'file_id',
    { path: '/v1/images/edits', body: '{"model":"painter","mask":{"file_id":"f"}}' },
  ],
  [
    'vector stores to be searched',
    'vector_store_ids',
    responses('"tools":[{"type":"file_search","vector_store_ids":["vs_1"]}]'),
  ],
  [
    'files for code interpreter',
    'file_ids',
    responses('"tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":["f"]}}]'),
  ],
  [
    "another one's container",
    'container',
    responses('"tools":[{"type":"code_interpreter","container":"cntr_1"}]'),
  ],
  [
    'a container in an item',
    'container_id',
    responses('"input":[{"type":"code_interpreter_call","container_id":"cntr_1"}]'),
  ],
  ['a prompt template', 'prompt', responses('"prompt":{"id":"pmpt_1","version":"2"}')],
  [
    'a prompt template of a session',
    'prompt',
    {
      path: '/v1/realtime/client_secrets',
      body: '{"session":{"model":"gpt-5.4-mini","prompt":{"id":"p"}}}',
    },
  ],
  [
    'tools inside of an input item',
    'vector_store_ids',
    responses('"input":[{"type":"additional_tools","tools":[{"vector_store_ids":["v"]}]}]'),
  ],
  [
    'parameters of a data source',
    'file_id',
    { body: '{"model":"gpt-5.4-mini","data_sources":[{"parameters":{"file_id":"f"}}]}' },
  ],
  [
    'an item of a conversation',
    'file_id',
    { path: '/v1/conversations/conv_1/items', body: '{"items":[{"content":[{"file_id":"f"}]}]}' },
  ],
  [
    'the first item of a conversation',
    'file_id',
    { path: '/v1/conversations', body: '{"items":[{"content":[{"file_id":"f"}]}]}' },
  ],
  ['a call', 'file_id', { path: '/v1/realtime/calls/rtc_1/refer', body: '{"file_id":"f"}' }],
  ['another spelling', 'file_id', responses('"input":[{"File_ID":"file-1"}]')],
  ['an escaped spelling', 'file_id', responses('"input":[{"\\u0066ile\\u005fid":"file-1"}]')],
  [
    'a letter that folds to s',
    'vector_store_ids',
    responses('"tools":[{"vector_ſtore_idſ":["vs_1"]}]'),
  ],
  [
    'a member that is there twice',
    'file_id',
    responses('"input":"hi","input":[{"file_id":"f"}],"input":"hi"'),
  ],
  [
    'what comes after a schema',
    'file_id',
    responses('"input":[{"parameters":{}},[[{"file_id":"f"}]]]'),
  ],
  ['schemas that are no schemas', 'file_id', responses('"tools":[{"Parameters":{"file_id":"f"}}]')],
])('%s', (_, member, asked) => {
  test('is refused, and says which member', async () => {
    const { sent, response } = await send(asked);
    expect([sent, response.status]).toEqual([[], 403]);
    expect(await errorOf(response)).toMatchObject({
      code: 'account_data_closed',
      param: member,
      message: expect.stringContaining('`accountData: true`') as string,
    });
  });

  test('goes up as it came for a user with account data', async () => {
    const { sent } = await send(asked, 'sk-wang');
    expect(sent).toMatchObject([{ body: asked.body }]);
  });
});

test.each([
  ['an empty list', '"tools":[{"type":"file_search","vector_store_ids":[]}]'],
  ['null', '"input":[{"file_id":null}]'],
  [
    'the schema of a tool',
    '"tools":[{"type":"function","parameters":{"properties":{"file_id":{"type":"string"},"container":"x"}}}]',
  ],
  ['the schema of an answer', '"text":{"format":{"schema":{"properties":{"file_ids":["a"]}}}}'],
  ['metadata', '"metadata":{"file_id":"file-1"}'],
  ['the environment of a shell call', '"input":[{"action":{"env":{"container":"podman"}}}]'],
  ['headers of an MCP server', '"tools":[{"type":"mcp","headers":{"container":"x"}}]'],
  ['metadata of the client', '"client_metadata":{"container_id":"x"}'],
  ['text', '"input":"{\\"file_id\\":\\"file-1\\"}"'],
  ['a container of its own', '"tools":[{"type":"code_interpreter","container":{"type":"auto"}}]'],
  ['a prompt that is a text', '"prompt":"a cat"'],
])('%s is not a name of account data', async (_, rest) => {
  const asked = responses(rest);
  expect((await send(asked)).sent).toMatchObject([{ body: asked.body }]);
});

test.each(['file_id', 'image[file_id]', 'FILE_IDS[]', 'container'])(
  'a form with the field %s is refused',
  async (name) => {
    const field = (each: string, value: string) =>
      `--b\r\nContent-Disposition: form-data; name="${each}"\r\n\r\n${value}\r\n`;
    const { sent, response } = await send({
      path: '/v1/images/edits',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `${field('model', 'painter')}${field('prompt', 'a cat')}${field(name, 'f')}--b--\r\n`,
    });
    expect([sent, response.status]).toEqual([[], 403]);
  },
);

test('an id is refused at any depth, however its key is written and whatever is around it', async () => {
  const key = fc
    .array(fc.constantFrom('plain', 'upper', 'escaped'), { minLength: 7, maxLength: 7 })
    .map((ways) =>
      Array.from('file_id', (letter, at) => {
        if (ways[at] === 'upper') return letter.toUpperCase();
        if (ways[at] === 'plain') return letter;
        return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
      }).join(''),
    );
  const wrapped = fc.array(fc.constantFrom('list', 'object', 'text beside'), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(key, wrapped, async (written, around) => {
      let value = `{"${written}":"file-1"}`;
      for (const way of around) {
        if (way === 'list') value = `[1,"\\"",${value}]`;
        else if (way === 'object') value = `{"parameters ":1,"a":${value} , "b":{}}`;
        else value = `["}]",${value},{"c":"\\\\"}]`;
      }
      const { sent, response } = await send(responses(`"input":${value}`));
      expect([sent, response.status]).toEqual([[], 403]);
    }),
    { numRuns: 200 },
  );
});

test('what an answer cited may come back with the next request', async () => {
  const citation = '{"type":"container_file_citation","container_id":"cntr_1","file_id":"cfile_1"}';
  const annotations = Array(600).fill(citation).join(',');
  const asked = responses(`"input":[{"content":[{"annotations":[${annotations}]}]}]`);
  expect((await send(asked, 'sk-wang')).sent).toHaveLength(1);
});
