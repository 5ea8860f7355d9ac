// Files, and the uploads by which a large file comes in parts.
import type { Answer } from '../answers/answer.ts';
import { conflict, invalidPayload, noEntity } from '../answers/entity-error.ts';
import { Refusal } from '../answers/refusal.ts';
import { perAccount } from '../operation/account-memory.ts';
import type { Call } from '../operation/operation.ts';
import { ResourceStore } from '../operation/resource-store.ts';
import { isTextList, numberField, textField, type JsonObject } from '../reading/json-value.ts';
import { missingParameter } from '../reading/parameter.ts';
import { noForm, readJsonBody } from '../reading/request-body.ts';
import type { KeptItem, KeptKind, NewItem } from './kept-kind.ts';
import { keep, onItem } from './kept-operations.ts';

/** https://learn.microsoft.com/rest/api/microsoft-foundry/azureopenai/files, "Create file". */
const PURPOSES = ['assistants', 'batch', 'fine-tune', 'evals'];

/** The files of an account. */
export const filesOf = perAccount(
  ({ subdomain }) => new ResourceStore<KeptItem>('file', subdomain),
);

export const FILES: KeptKind = {
  path: 'files',
  object: 'file',
  idPrefix: 'file-',
  storeOf: filesOf,
  read: readFile,
  missing: (id) => noEntity('file', id),
  isListed: true,
  filteredBy: 'purpose',
  deletedAs: 'file',
  more: [{ scope: 'account', method: 'GET', path: 'files/{id}/content', answer: answerContent }],
};

function readFile({ form, request }: Call): NewItem | Refusal {
  if (form === undefined) return noForm(request);
  const upload = form.files.find(({ field }) => field === 'file');
  if (upload === undefined) return missingParameter('file');
  const purpose = readPurpose(form.fields);
  return purpose instanceof Refusal ? purpose : newFile(purpose, upload.name, upload.bytes);
}

function newFile(purpose: string, filename: string, content: Buffer): NewItem {
  return {
    fields: { status: 'processed', bytes: content.length, purpose, filename },
    content,
    // Unlike at OpenAI the prefix shows the purpose (github google/adk-python#5664, vercel/ai#7915).
    ...(purpose === 'assistants' ? { idPrefix: 'assistant-' } : {}),
  };
}

/** Azure knows fewer purposes than OpenAI: no `user_data`, no `vision` (github Azure/AI-in-a-Box#46). */
function readPurpose(fields: JsonObject): string | Refusal {
  const purpose = textField(fields, 'purpose');
  if (purpose === undefined) return missingParameter('purpose');
  return PURPOSES.includes(purpose) ? purpose : invalidPayload('Invalid value for purpose.');
}

function answerContent({ memory, params: [id = ''] }: Call): Answer {
  const file = filesOf(memory).get(id);
  if (file?.content === undefined) return noEntity('file', id);
  const name = encodeURIComponent(String(file.body['filename']));
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
  };
  return { kind: 'bytes', headers, bytes: file.content };
}

const uploadsOf = perAccount(({ subdomain }) => new ResourceStore<KeptItem>('upload', subdomain));

/** https://platform.openai.com/docs/api-reference/uploads; in Azure's v1 as there. */
export const UPLOADS: KeptKind = {
  path: 'uploads',
  object: 'upload',
  idPrefix: 'upload_',
  storeOf: uploadsOf,
  read: readUpload,
  missing: (id) => noEntity('upload', id),
  cancelledAs: 'cancelled',
  more: [
    { scope: 'account', method: 'POST', path: 'uploads/{id}/parts', answer: onUpload(addPart) },
    { scope: 'account', method: 'POST', path: 'uploads/{id}/complete', answer: onUpload(complete) },
  ],
};

/** An hour (same page). */
const UPLOAD_LIFE_S = 3600;

function readUpload({ request, createdS }: Call): NewItem | Refusal {
  const body = readJsonBody(request);
  if (body instanceof Refusal) return body;
  const filename = textField(body, 'filename');
  if (filename === undefined) return missingParameter('filename');
  const bytes = numberField(body, 'bytes');
  if (bytes === undefined) return missingParameter('bytes');
  const purpose = readPurpose(body);
  if (purpose instanceof Refusal) return purpose;
  const expires_at = createdS + UPLOAD_LIFE_S;
  return { fields: { bytes, filename, purpose, status: 'pending', expires_at, file: null } };
}

function onUpload(handle: (call: Call, upload: KeptItem) => object | Refusal) {
  return (call: Call): Answer =>
    onItem(UPLOADS, (_, upload) =>
      upload.body['status'] === 'pending'
        ? handle(call, upload)
        : conflict(`The upload '${upload.id}' has the status '${String(upload.body['status'])}'.`),
    )(call);
}

const partsOf = perAccount(
  ({ subdomain }) => new ResourceStore<{ id: string; bytes: Buffer }>('part', subdomain),
);

function addPart({ form, request, memory, createdS }: Call, upload: KeptItem): object | Refusal {
  if (form === undefined) return noForm(request);
  const bytes = form.files.find(({ field }) => field === 'data')?.bytes;
  if (bytes === undefined) return missingParameter('data');
  const parts = partsOf(memory);
  const { id } = parts.put({ id: parts.nextId('part_'), bytes });
  return { id, object: 'upload.part', created_at: createdS, upload_id: upload.id };
}

/** Joins the parts in the order that the request gives. */
function complete(call: Call, upload: KeptItem): object | Refusal {
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const { memory, createdS } = call;
  const ids = isTextList(body['part_ids']) ? body['part_ids'] : [];
  const unknown = ids.find((id) => partsOf(memory).get(id) === undefined);
  if (unknown !== undefined) return noEntity('part', unknown);
  const content = Buffer.concat(ids.flatMap((id) => partsOf(memory).get(id)?.bytes ?? []));
  const { bytes, filename, purpose } = upload.body;
  if (content.length !== bytes) {
    return invalidPayload(`Expected ${String(bytes)} bytes, but the parts have ${content.length}.`);
  }
  const file = keep(FILES, memory, createdS, newFile(String(purpose), String(filename), content));
  const done = { ...upload.body, status: 'completed', file: file.body };
  return uploadsOf(memory).put({ ...upload, body: done }).body;
}
