// Uploads, by which a large file comes in parts and becomes a file at last
// (https://platform.openai.com/docs/api-reference/uploads, in Azure's v1 as there).
import { createHash } from 'node:crypto';
import { conflict, invalidPayload, noEntity } from '../answers/entity-error.ts';
import { isTextList, numberField, textField } from '../reading/json-value.ts';
import { perAccount } from '../operation/account-memory.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call, Operation } from '../operation/operation.ts';
import { missingParameter } from '../reading/parameter.ts';
import { Refusal } from '../answers/refusal.ts';
import { noForm, readJsonBody } from '../reading/request-body.ts';
import { ResourceStore } from '../operation/resource-store.ts';
import { addFile, fileBody } from './file-book.ts';
import { readExpiry, readPurpose } from './file-request.ts';

/** The uploads operations. */
export const UPLOAD_OPERATIONS: readonly Operation[] = [
  { scope: 'account', method: 'POST', path: 'uploads', answer: answerCreate },
  { scope: 'account', method: 'POST', path: 'uploads/{id}/parts', answer: answerPart },
  { scope: 'account', method: 'POST', path: 'uploads/{id}/complete', answer: answerComplete },
  { scope: 'account', method: 'POST', path: 'uploads/{id}/cancel', answer: answerCancel },
];

interface Upload {
  readonly id: string;
  readonly bytes: number;
  readonly createdS: number;
  readonly fileExpiresS: number | undefined;
  readonly filename: string;
  readonly purpose: string;
  readonly status: 'pending' | 'completed' | 'cancelled';
  /** By part id. */
  readonly parts: ReadonlyMap<string, Buffer>;
}

const uploadsOf = perAccount(({ subdomain }) => new ResourceStore<Upload>('upload', subdomain));

/** Same page: "Uploads expire after an hour", "each part can be at most 64 MB". */
const LIFE_S = 3600;
const MAX_PART_BYTES = 67_108_864;

function uploadBody(upload: Upload, file: object | null = null): object {
  const { id, bytes, createdS, filename, purpose, status } = upload;
  const expires_at = createdS + LIFE_S;
  return {
    id,
    object: 'upload',
    bytes,
    created_at: createdS,
    filename,
    purpose,
    status,
    expires_at,
    file,
  };
}

function answerCreate(call: Call): Answer {
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const filename = textField(body, 'filename');
  if (filename === undefined) return missingParameter('filename');
  const bytes = numberField(body, 'bytes');
  if (bytes === undefined) return missingParameter('bytes');
  const purpose = readPurpose(body);
  if (purpose instanceof Refusal) return purpose;
  const fileExpiresS = readExpiry(body, call.createdS);
  if (fileExpiresS instanceof Refusal) return fileExpiresS;
  const uploads = uploadsOf(call.memory);
  const upload = uploads.put({
    id: uploads.nextId('upload_'),
    bytes,
    createdS: call.createdS,
    fileExpiresS,
    filename,
    purpose,
    status: 'pending',
    parts: new Map(),
  });
  return { kind: 'json', body: uploadBody(upload) };
}

function answerPart(call: Call): Answer {
  const upload = findPending(call);
  if (upload instanceof Refusal) return upload;
  if (call.form === undefined) return noForm(call.request);
  const data = call.form.files.find(({ field }) => field === 'data')?.bytes;
  if (data === undefined) return missingParameter('data');
  if (data.length > MAX_PART_BYTES) return invalidPayload('A part can be at most 64 MB.');
  const uploads = uploadsOf(call.memory);
  const id = uploads.nextId('part_');
  uploads.put({ ...upload, parts: new Map([...upload.parts, [id, data]]) });
  const created_at = call.createdS;
  return { kind: 'json', body: { id, object: 'upload.part', created_at, upload_id: upload.id } };
}

/** Joins the parts in the order that the request gives them. */
function answerComplete(call: Call): Answer {
  const upload = findPending(call);
  if (upload instanceof Refusal) return upload;
  const body = readJsonBody(call.request);
  if (body instanceof Refusal) return body;
  const ids = isTextList(body['part_ids']) ? body['part_ids'] : [];
  const unknown = ids.find((id) => !upload.parts.has(id));
  if (unknown !== undefined) return noEntity('part', unknown);
  const content = Buffer.concat(ids.map((id) => upload.parts.get(id) ?? Buffer.alloc(0)));
  if (content.length !== upload.bytes) {
    return invalidPayload(`Expected ${upload.bytes} bytes, but the parts have ${content.length}.`);
  }
  const md5 = textField(body, 'md5');
  if (md5 !== undefined && md5 !== createHash('md5').update(content).digest('hex')) {
    return invalidPayload('The MD5 of the parts is not the one given.');
  }
  const { filename, purpose, fileExpiresS } = upload;
  const { createdS, memory } = call;
  const file = addFile(memory, { filename, purpose, createdS, expiresS: fileExpiresS, content });
  const done = uploadsOf(call.memory).put({ ...upload, status: 'completed', parts: new Map() });
  return { kind: 'json', body: uploadBody(done, fileBody(file)) };
}

function answerCancel(call: Call): Answer {
  const upload = findPending(call);
  if (upload instanceof Refusal) return upload;
  const done = uploadsOf(call.memory).put({ ...upload, status: 'cancelled', parts: new Map() });
  return { kind: 'json', body: uploadBody(done) };
}

function findPending({ memory, params: [id = ''] }: Call): Upload | Refusal {
  const upload = uploadsOf(memory).get(id);
  if (upload === undefined) return noEntity('upload', id);
  return upload.status === 'pending'
    ? upload
    : conflict(`The upload '${id}' has the status '${upload.status}'.`);
}
