// The files operations: their rows, and the steps from a call to its answer.
import { noEntity } from '../answers/entity-error.ts';
import { listPage } from '../answers/list-page.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call, Operation } from '../operation/operation.ts';
import { missingParameter } from '../reading/parameter.ts';
import { Refusal } from '../answers/refusal.ts';
import { noForm } from '../reading/request-body.ts';
import { isBefore } from '../reading/parse-target.ts';
import { addFile, fileBody, filesOf, type StoredFile } from './file-book.ts';
import { checkFileName, checkListedPurpose, readExpiry, readPurpose } from './file-request.ts';

/** The files operations. */
export const FILE_OPERATIONS: readonly Operation[] = [
  { scope: 'account', method: 'POST', path: 'files', answer: answerUpload },
  { scope: 'account', method: 'GET', path: 'files', answer: answerList },
  { scope: 'account', method: 'GET', path: 'files/{id}', answer: answerFile },
  { scope: 'account', method: 'DELETE', path: 'files/{id}', answer: answerDelete },
  { scope: 'account', method: 'GET', path: 'files/{id}/content', answer: answerContent },
];

function answerUpload(call: Call): Answer {
  const { form, createdS } = call;
  if (form === undefined) return noForm(call.request);
  const upload = form.files.find(({ field }) => field === 'file');
  if (upload === undefined) return missingParameter('file');
  const purpose = readPurpose(form.fields);
  if (purpose instanceof Refusal) return purpose;
  const expiresS = readExpiry(form.fields, createdS);
  if (expiresS instanceof Refusal) return expiresS;
  const refusal = checkFileName(purpose, upload.name);
  if (refusal !== undefined) return refusal;
  const { name: filename, bytes: content } = upload;
  const file = addFile(call.memory, { filename, purpose, createdS, expiresS, content });
  // Training data is looked through first (https://learn.microsoft.com/azure/foundry/openai/how-to/
  // fine-tuning, "Upload training data"); whoever looks again finds that done.
  const body = fileBody(file, purpose === 'fine-tune' ? 'pending' : 'processed');
  return isOldStyle(call) ? created(body) : { kind: 'json', body };
}

/** Before 2024-10-21 a new file was a 201 and a deleted one a 204, as the pages of each version say. */
function isOldStyle(call: Call): boolean {
  return isBefore(call, '2024-10-21');
}

/** https://learn.microsoft.com/rest/api/azureopenai/files/upload */
function created(body: object): Answer {
  const headers = { 'content-type': 'application/json' };
  return { kind: 'bytes', status: 201, headers, bytes: Buffer.from(JSON.stringify(body)) };
}

function answerList(call: Call): Answer {
  const purpose = call.query.get('purpose');
  const refusal = checkListedPurpose(purpose);
  if (refusal !== undefined) return refusal;
  const files = filesOf(call.memory)
    .all()
    .filter((file) => purpose === null || file.purpose === purpose);
  const page = listPage(
    files.map((file) => fileBody(file)),
    call.query,
  );
  return page instanceof Refusal ? page : { kind: 'json', body: page };
}

function answerFile(call: Call): Answer {
  const file = findFile(call);
  return file instanceof Refusal ? file : { kind: 'json', body: fileBody(file) };
}

/** https://learn.microsoft.com/rest/api/azureopenai/files/delete */
function answerDelete(call: Call): Answer {
  const file = findFile(call);
  if (file instanceof Refusal) return file;
  filesOf(call.memory).remove(file.id);
  return isOldStyle(call)
    ? { kind: 'bytes', status: 204, headers: {}, bytes: Buffer.alloc(0) }
    : { kind: 'json', body: { id: file.id, object: 'file', deleted: true } };
}

function answerContent(call: Call): Answer {
  const file = findFile(call);
  if (file instanceof Refusal) return file;
  const name = encodeURIComponent(file.filename);
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
  };
  return { kind: 'bytes', headers, bytes: file.content };
}

function findFile({ memory, params: [id = ''] }: Call): StoredFile | Refusal {
  return filesOf(memory).get(id) ?? noEntity('file', id);
}
