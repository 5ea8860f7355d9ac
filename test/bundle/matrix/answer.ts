// The correct answers of Azure: one short answer of each kind. Its last bytes tell a complete answer
// from a broken one.
import type { Operation } from '../../../worker/operations/operation.ts';

/** An answer, before it is put on the wire. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  /** The events of a stream; otherwise one piece. */
  readonly pieces: readonly Buffer[];
  /** Occurs in the last piece only. A client that has received it takes the answer to be complete. */
  readonly last: string;
}

/** Long enough to be cut anywhere. */
const TEXT = 'word '.repeat(60);
const USAGE = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };

export function jsonAnswer(): Answer {
  const body = { id: 'id_1', object: 'answer', text: TEXT, usage: USAGE, last: true };
  return piece('application/json', JSON.stringify(body), '"last":true}');
}

export function bytesAnswer(): Answer {
  return piece('application/octet-stream', `${TEXT}LAST`, 'LAST');
}

export function sdpAnswer(): Answer {
  return { ...piece('application/sdp', `v=0\r\n${TEXT}a=last\r\n`, 'a=last'), status: 201 };
}

function piece(type: string, text: string, last: string): Answer {
  return { status: 200, type, pieces: [Buffer.from(text)], last };
}

/** The stream of an operation. */
export function streamOf(operation: Pick<Operation, 'stream' | 'path'>): Answer {
  const { stream: kind, path } = operation;
  if (kind === 'chat') return stream([OPENER, ...TALK.map(delta), STOP], DONE);
  if (kind === 'text')
    return stream([OPENER, ...TALK.map((word) => text(word, null)), text('', 'stop')], DONE);
  if (kind === 'response' || path.startsWith('responses/'))
    return typed('response', 'output_text.delta', 'completed');
  if (path === 'images/generations') return typed('image_generation', 'partial_image', 'completed');
  if (path === 'images/edits') return typed('image_edit', 'partial_image', 'completed');
  return path === 'audio/speech'
    ? typed('speech.audio', 'delta', 'done')
    : typed('transcript.text', 'delta', 'done');
}

const TALK = ['one', ' two', ' three', ' four', ' five'];
const DONE = 'data: [DONE]\n\n';
const JUDGED = { content_filter_results: { hate: { filtered: false, severity: 'safe' } } };
const OPENER = {
  id: '',
  object: '',
  choices: [],
  prompt_filter_results: [{ prompt_index: 0, ...JUDGED }],
};
const STOP = chunk({ ...JUDGED, index: 0, delta: {}, finish_reason: 'stop' });

function chunk(choice: object) {
  return { id: 'id_1', object: 'chat.completion.chunk', choices: [choice] };
}

function delta(content: string) {
  return chunk({ ...JUDGED, index: 0, delta: { content }, finish_reason: null });
}

function text(content: string, finish_reason: string | null) {
  return { id: 'id_1', choices: [{ ...JUDGED, index: 0, text: content, finish_reason }] };
}

/**
 * A chat that the asynchronous content filter ends: the verdict comes in a chunk of its own, without a delta.
 * https://learn.microsoft.com/azure/foundry/openai/concepts/content-streaming
 */
export function filteredChat(): Answer {
  const offsets = { check_offset: 44, start_offset: 44, end_offset: 198 };
  const note = (finish_reason: string | null) => ({
    ...chunk({ ...JUDGED, index: 0, finish_reason, content_filter_offsets: offsets }),
    id: '',
  });
  const spoken = TALK.map((content) =>
    chunk({ index: 0, delta: { content }, finish_reason: null }),
  );
  return stream([OPENER, ...spoken, note(null), note('content_filter')], DONE);
}

function typed(prefix: string, each: string, last: string): Answer {
  const frame = (name: string, more: object) => {
    const type = `${prefix}.${name}`;
    return `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
  };
  const frames = TALK.map((content) => frame(each, { delta: content }));
  const end = frame(last, { usage: USAGE });
  return { ...events([...frames, end]), last: `${prefix}.${last}` };
}

function stream(chunks: readonly object[], done: string): Answer {
  return {
    ...events([...chunks.map((each) => `data: ${JSON.stringify(each)}\n\n`), done]),
    last: '[DONE]',
  };
}

function events(frames: readonly string[]): Omit<Answer, 'last'> {
  const type = 'text/event-stream; charset=utf-8';
  return { status: 200, type, pieces: frames.map((frame) => Buffer.from(frame)) };
}
