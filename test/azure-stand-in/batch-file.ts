// Making the files that batches work on, and batches of them.
import type OpenAI from 'openai';

/** One line of an input file. */
export function line(id: string, text: string, extra: object = {}, body: object = {}): object {
  const messages = [{ role: 'user', content: text }];
  return {
    custom_id: id,
    method: 'POST',
    url: '/v1/chat/completions',
    ...extra,
    body: { model: 'batch', messages, ...body },
  };
}

export function toFile(lines: readonly (object | string)[]): File {
  const rows = lines.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  return new File([rows.join('\n')], 'input.jsonl');
}

export async function createBatch(
  client: OpenAI,
  lines: readonly (object | string)[],
): Promise<OpenAI.Batch> {
  const { id } = await client.files.create({ file: toFile(lines), purpose: 'batch' });
  return client.batches.create({
    input_file_id: id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
  });
}
