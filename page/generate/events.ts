// Server-sent events of an answer. https://html.spec.whatwg.org/multipage/server-sent-events.html
import { ApiFailure, isAbort } from '../api/failure.ts';

const EVENT_END = /\r\n\r\n|\n\n|\r\r/;

/**
 * The events' data as JSON, until `[DONE]` or the end of the body.
 *
 * @throws ApiFailure when the connection breaks off, or an event is not JSON
 */
export async function* readEvents(response: Response): AsyncGenerator<unknown, void> {
  if (response.body === null) throw new ApiFailure('unreadable', '', response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let received = '';
  try {
    for (;;) {
      const { done, value } = await readOr(reader.read(), response);
      if (done) return;
      const events = (received + value).split(EVENT_END);
      received = events.pop() ?? '';
      for (const event of events) {
        const data = dataOf(event);
        if (data === '[DONE]') return;
        if (data !== '') yield parse(data, response);
      }
    }
  } finally {
    // Frees the connection when the reader leaves early. After a failure there is nothing to free.
    await reader.cancel().catch(() => undefined);
  }
}

async function readOr<T>(reading: Promise<T>, response: Response): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw isAbort(error) ? error : new ApiFailure('cut', '', response);
  }
}

/** The lines of data; keep-alives and comments have none. */
function dataOf(event: string): string {
  return event
    .split(/\r\n|\n|\r/)
    .flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? [])
    .join('\n');
}

function parse(data: string, response: Response): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new ApiFailure('unreadable', '', response);
  }
}
