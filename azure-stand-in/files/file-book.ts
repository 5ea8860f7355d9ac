// The files of an account: their ids, and what they say of themselves.
import { perAccount, type AccountMemory } from '../operation/account-memory.ts';
import { ResourceStore } from '../operation/resource-store.ts';

/** A file as it is kept. */
export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly purpose: string;
  readonly createdS: number;
  readonly expiresS: number | undefined;
  readonly content: Buffer;
}

/** The files of an account, those that it made itself included. */
export const filesOf = perAccount(
  ({ subdomain }) => new ResourceStore<StoredFile>('file', subdomain),
);

/** Keeps a new file. */
export function addFile(memory: AccountMemory, file: Omit<StoredFile, 'id'>): StoredFile {
  const files = filesOf(memory);
  // Unlike at OpenAI the prefix tells the purpose (github google/adk-python#5664, vercel/ai#7915).
  const id = files.nextId(file.purpose === 'assistants' ? 'assistant-' : 'file-');
  return files.put({ ...file, id });
}

/**
 * What a file says of itself
 * (https://learn.microsoft.com/azure/foundry/openai/how-to/batch, "Upload batch file").
 */
export function fileBody(file: StoredFile, status = 'processed'): object {
  return {
    status,
    bytes: file.content.length,
    purpose: file.purpose,
    filename: file.filename,
    ...(file.expiresS === undefined ? {} : { expires_at: file.expiresS }),
    id: file.id,
    created_at: file.createdS,
    object: 'file',
  };
}
