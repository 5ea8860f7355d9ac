// Server-sent events of an answer.
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { ApiFailure, isAbort } from '../api/failure.ts';

/**
 * The events' data as JSON, until `[DONE]` or the end of the body.
 *
 * @throws ApiFailure when the connection breaks off, or an event is not JSON
 */
export async function* readEvents(response: Response): AsyncGenerator<unknown, void> {
  if (response.body === null) throw new ApiFailure('unreadable', '', response);
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const { done, value } = await readOr(events.read(), response);
      if (done || value.data === '[DONE]') return;
      yield parse(value.data, response);
    }
  } finally {
    // Frees the connection when the reader leaves early. After a failure there is nothing to free.
    await events.cancel().catch(() => undefined);
  }
}

async function readOr<T>(reading: Promise<T>, response: Response): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw isAbort(error) ? error : new ApiFailure('cut', '', response);
  }
}

function parse(data: string, response: Response): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new ApiFailure('unreadable', '', response);
  }
}
