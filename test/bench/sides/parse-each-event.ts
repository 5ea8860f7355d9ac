// For comparison: a gateway that reads each event as text, parses it, and serialises it again, as several
// published gateways do. This code was written for the comparison.

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
