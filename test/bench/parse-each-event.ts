// For comparison, the design of gateways that know every event: each is read as text, parsed,
// and written anew. A re-statement, nobody's code.

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
      const data = event.slice('data: '.length);
      const text = data === '[DONE]' ? data : JSON.stringify(JSON.parse(data));
      await writer.write(encoder.encode(`data: ${text}\n\n`));
    }
  }
  await writer.close();
}
