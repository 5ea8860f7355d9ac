// The bytes of every request and answer. Both the client and the upstream build them here, so
// either can tell whether they arrived unchanged.
import type { Answer, Ask } from '../rows/workload.ts';

/** An answer's bytes, in the pieces in which they are written. */
export interface AnswerBytes {
  /** Azure's first event of a stream, which the gateway drops and a pass-through does not. */
  readonly opener: Buffer;
  readonly pieces: readonly Buffer[];
  /** The event with the token counts, which Azure sends before the last piece when a client requests it. */
  readonly usage?: Buffer;
}

const SAFE = { filtered: false, severity: 'safe' };
const SAFE_RESULTS = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE };
const HEAD = {
  created: 1_795_000_000,
  id: 'chatcmpl-C7xbQzWv2LQy0T3mYpXaUuN1rKd9e',
  model: 'gpt-5.4-mini-2026-03-17',
};

/** The body of a request, of exactly the requested size. */
export function buildRequest({ model, bytes, body }: Ask): Buffer {
  if (body === 'form') return buildForm(model, bytes);
  return padded(bytes, (text) => ({
    model,
    messages: [{ role: 'user', content: text }],
    stream: body === 'streamed-json',
  }));
}

/** As long as the boundaries that HTTP clients make up. */
const BOUNDARY = '----formdata-undici-012345678901';

/** What goes with the body. */
export function contentType({ body }: Ask): string {
  return body === 'form' ? `multipart/form-data; boundary=${BOUNDARY}` : 'application/json';
}

/** As OpenAI's SDK writes it: the file first, then the model. */
function buildForm(model: string, bytes: number): Buffer {
  const field = (name: string, rest: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${rest}`;
  const file = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at++) file[at] = (at * 2_654_435_761) >>> 24;
  return Buffer.concat([
    Buffer.from(field('file', '; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n')),
    file,
    Buffer.from(`\r\n${field('model', '\r\n\r\n')}${model}\r\n--${BOUNDARY}--\r\n`),
  ]);
}

/** The body of an answer. */
export function buildAnswer(answer: Answer): AnswerBytes {
  const none = Buffer.alloc(0);
  switch (answer.kind) {
    case 'chat':
      return { opener: none, pieces: [padded(answer.bytes, chatCompletion)] };
    case 'embeddings':
      return { opener: none, pieces: [padded(answer.bytes, embeddings)] };
    case 'stream':
      return {
        opener: event(OPENER),
        pieces: streamEvents(answer.events),
        usage: event({ ...chunk({}, null), choices: [], usage: USAGE }),
      };
  }
}

const USAGE = { completion_tokens: 300, prompt_tokens: 300, total_tokens: 600 };

const OPENER = {
  choices: [],
  created: 0,
  id: '',
  model: '',
  object: '',
  prompt_filter_results: [{ prompt_index: 0, content_filter_results: SAFE_RESULTS }],
};

function streamEvents(count: number): readonly Buffer[] {
  const role = chunk({ role: 'assistant', content: '', refusal: null }, null);
  const contents = Array.from({ length: count }, (_, at) => chunk({ content: ` word${at}` }, null));
  return [role, ...contents, chunk({}, 'stop')].map(event).concat(Buffer.from('data: [DONE]\n\n'));
}

function chunk(delta: object, finishReason: string | null): object {
  return {
    choices: [
      { content_filter_results: {}, delta, finish_reason: finishReason, index: 0, logprobs: null },
    ],
    ...HEAD,
    object: 'chat.completion.chunk',
    system_fingerprint: null,
  };
}

function chatCompletion(text: string): object {
  const message = { content: text, refusal: null, role: 'assistant' };
  return {
    choices: [
      {
        content_filter_results: SAFE_RESULTS,
        finish_reason: 'stop',
        index: 0,
        logprobs: null,
        message,
      },
    ],
    ...HEAD,
    object: 'chat.completion',
    usage: USAGE,
  };
}

function embeddings(text: string): object {
  return {
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: text }],
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 300, total_tokens: 300 },
  };
}

function event(data: object): Buffer {
  return Buffer.from(`data: ${JSON.stringify(data)}\n\n`);
}

/** JSON of exactly this many bytes, filled up with words that need no escape. */
function padded(bytes: number, build: (text: string) => object): Buffer {
  const missing = bytes - Buffer.byteLength(JSON.stringify(build('')));
  if (missing < 0) throw new Error(`${bytes} bytes are too few for this body`);
  const text = 'lorem ipsum dolor sit amet '.repeat(Math.ceil(missing / 27)).slice(0, missing);
  return Buffer.from(JSON.stringify(build(text)));
}
