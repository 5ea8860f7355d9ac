// For comparison, the design of the JavaScript proxies: a stream is read as text and cut into
// events, and the Worker sleeps after each, so that words appear one by one. Theirs sleep for 10 to
// 20 ms; this one takes the shorter. A re-statement, not their code.

const PAUSE_MS = 10;

export default {
  async fetch(request: Request): Promise<Response> {
    const response = await fetch(request);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    if (response.body !== null) void relay(response.body, writable.getWriter());
    return new Response(readable, response);
  },
};

async function relay(
  body: ReadableStream<Uint8Array>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
): Promise<void> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const events = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      await writer.write(encoder.encode(`${event}\n\n`));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  await writer.close();
}
