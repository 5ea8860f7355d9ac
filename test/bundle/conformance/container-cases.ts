// Conformance cases of code interpreter's containers. The stand-in may have the API or answer 404; the
// ids are unknown to it either way.
import { toFile } from 'openai';
import { refusal, type Case, type Cases } from './case.ts';

const CONTAINER = 'cntr_0123456789';
const FILE = 'cfile_0123456789';
const of = { container_id: CONTAINER };
const AT = '/openai/v1/containers/{id}';

function missing(azure: string, call: Case['call']): readonly Case[] {
  return [{ call: (client) => refusal(call(client)), azure: [azure], got: { status: 404 } }];
}

export const CONTAINER_CASES: Cases = {
  'GET containers/{id}': missing(`GET ${AT}`, (client) => client.containers.retrieve(CONTAINER)),
  'DELETE containers/{id}': missing(`DELETE ${AT}`, (client) =>
    client.containers.delete(CONTAINER),
  ),
  'GET containers/{id}/files': missing(`GET ${AT}/files?limit=2`, (client) =>
    client.containers.files.list(CONTAINER, { limit: 2 }),
  ),
  'GET containers/{id}/files/{file}': missing(`GET ${AT}/files/{id}`, (client) =>
    client.containers.files.retrieve(FILE, of),
  ),
  'DELETE containers/{id}/files/{file}': missing(`DELETE ${AT}/files/{id}`, (client) =>
    client.containers.files.delete(FILE, of),
  ),
  'GET containers/{id}/files/{file}/content': missing(`GET ${AT}/files/{id}/content`, (client) =>
    client.containers.files.content.retrieve(FILE, of),
  ),
  'POST containers/{id}/files': missing(`POST ${AT}/files`, async (client) =>
    client.containers.files.create(CONTAINER, { file: await toFile(Buffer.from('a'), 'a.txt') }),
  ),
  'GET,POST containers': [
    {
      title: 'list',
      call: (client) => refusal(client.containers.list()),
      azure: ['GET /openai/v1/containers'],
      got: {},
    },
    {
      title: 'create',
      call: (client) => refusal(client.containers.create({ name: 'ours' })),
      azure: ['POST /openai/v1/containers'],
      got: {},
    },
  ],
};
