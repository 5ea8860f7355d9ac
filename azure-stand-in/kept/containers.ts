// Containers, in which the code interpreter works, and the files in them. Azure's v1 has them as OpenAI has
// (https://platform.openai.com/docs/api-reference/containers; Azure/azure-rest-api-specs#37277; on Azure:
// github BerriAI/litellm#22996, microsoft/agent-framework#3081).
import type { Answer } from '../answers/answer.ts';
import { notFound, Refusal } from '../answers/refusal.ts';
import { perAccount } from '../operation/account-memory.ts';
import type { Call } from '../operation/operation.ts';
import { ResourceStore } from '../operation/resource-store.ts';
import { isTextList, textField, type JsonObject } from '../reading/json-value.ts';
import { missingParameter } from '../reading/parameter.ts';
import { readJsonBody } from '../reading/request-body.ts';
import { filesOf } from './files.ts';
import type { KeptItem, KeptKind, NewItem } from './kept-kind.ts';
import { keep } from './kept-operations.ts';

const containersOf = perAccount(
  ({ subdomain }) => new ResourceStore<KeptItem>('container', subdomain),
);

interface FileContent {
  readonly id: string;
  readonly bytes: Buffer;
}

/** By the id of a file in a container. */
const contentsOf = perAccount(
  ({ subdomain }) => new ResourceStore<FileContent>('container file', subdomain),
);

export const CONTAINERS: KeptKind = {
  path: 'containers',
  surface: 'v1',
  object: 'container',
  idPrefix: 'cntr_',
  storeOf: containersOf,
  read: readContainer,
  missing: containerNotFound,
  isListed: true,
  deletedAs: 'container.deleted',
  children: {
    files: { read: readFile, missing: fileNotFound, deletedAs: 'container.file.deleted' },
  },
  more: [
    {
      scope: 'account',
      surface: 'v1',
      method: 'GET',
      path: 'containers/{id}/files/{file}/content',
      answer: answerContent,
    },
  ],
};

/** The container that a code interpreter works in: the one that the tool names, or a new one. */
export function openContainer(call: Call, named: unknown): KeptItem | Refusal {
  const { memory, createdS } = call;
  if (typeof named === 'string') return containersOf(memory).get(named) ?? containerNotFound(named);
  const ids = isTextList(named) ? named : [];
  const item = newContainer(call, { name: 'auto' }, ids);
  return item instanceof Refusal ? item : keep(CONTAINERS, memory, createdS, item);
}

/** Puts a file into a container, as its code would. */
export function writeFile(
  call: Call,
  container: KeptItem,
  name: string,
  bytes: Buffer,
): JsonObject {
  const file = newFile(call, name, bytes, 'assistant', container.id);
  const files = [...(container.children['files'] ?? []), file];
  containersOf(call.memory).put({ ...container, children: { files } });
  return file;
}

function readContainer(call: Call): NewItem | Refusal {
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  if (textField(body, 'name') === undefined) return missingParameter('name');
  return newContainer(call, body, isTextList(body['file_ids']) ? body['file_ids'] : []);
}

/** 20 minutes without use (https://platform.openai.com/docs/guides/tools-code-interpreter). */
const EXPIRES_AFTER = { anchor: 'last_active_at', minutes: 20 };

function newContainer(
  call: Call,
  { name, expires_after, memory_limit }: JsonObject,
  fileIds: readonly string[],
): NewItem | Refusal {
  const files: JsonObject[] = [];
  for (const id of fileIds) {
    const file = copyFile(call, id);
    if (file instanceof Refusal) return file;
    files.push(file);
  }
  return {
    fields: {
      name,
      status: 'running',
      expires_after: expires_after ?? EXPIRES_AFTER,
      last_active_at: call.createdS,
      memory_limit: memory_limit ?? '1g',
    },
    childrenOf: (container_id) => ({ files: files.map((file) => ({ ...file, container_id })) }),
  };
}

/** A form with the file, or JSON that names a file of the account. */
function readFile(call: Call, container: KeptItem): readonly JsonObject[] | Refusal {
  if (call.form !== undefined) {
    const upload = call.form.files.find(({ field }) => field === 'file');
    return upload === undefined
      ? missingParameter('file')
      : [newFile(call, upload.name, upload.bytes, 'user', container.id)];
  }
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const id = textField(body, 'file_id');
  if (id === undefined) return missingParameter('file_id');
  const file = copyFile(call, id, container.id);
  return file instanceof Refusal ? file : [file];
}

function copyFile(call: Call, id: string, containerId?: string): JsonObject | Refusal {
  const file = filesOf(call.memory).get(id);
  return file?.content === undefined
    ? notFound(`File with id '${id}' not found.`)
    : newFile(call, String(file.body['filename']), file.content, 'user', containerId);
}

function newFile(
  { memory, createdS }: Call,
  name: string,
  bytes: Buffer,
  source: 'user' | 'assistant',
  container_id: string | undefined,
): JsonObject {
  const { id } = contentsOf(memory).put({ id: contentsOf(memory).nextId('cfile_'), bytes });
  return {
    id,
    object: 'container.file',
    created_at: createdS,
    bytes: bytes.length,
    container_id,
    path: `/mnt/data/${name}`,
    source,
  };
}

function answerContent({ memory, params: [container = '', file = ''] }: Call): Answer {
  const found = containersOf(memory).get(container);
  if (found === undefined) return containerNotFound(container);
  const isThere = (found.children['files'] ?? []).some(({ id }) => id === file);
  const content = isThere ? contentsOf(memory).get(file) : undefined;
  if (content === undefined) return fileNotFound(file, container);
  const headers = { 'content-type': 'application/octet-stream' };
  return { kind: 'bytes', headers, bytes: content.bytes };
}

function containerNotFound(id: string): Refusal {
  return notFound(`Container with id '${id}' not found.`);
}

function fileNotFound(id: string, container: string): Refusal {
  return notFound(`File with id '${id}' not found in container '${container}'.`);
}
