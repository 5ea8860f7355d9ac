// Bodies as the runtime gives them. Node's own put everything into the stream's queue and close it, and
// then a read of more than that fails; workerd's are filled as they are read.

/** A stream of bytes that fills what is read into. */
export function nativeBody(from: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = from.getReader();
  let left = new Uint8Array();
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: 64 * 1024,
    async pull(controller) {
      while (left.length === 0) {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        left = new Uint8Array(value);
      }
      const request = controller.byobRequest;
      const view = request?.view;
      if (!request || !view) throw new Error('nothing to fill');
      const filled = left.subarray(0, view.byteLength);
      new Uint8Array(view.buffer, view.byteOffset, filled.length).set(filled);
      left = left.slice(filled.length);
      request.respond(filled.length);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** The answer with such a body, where the gateway reads it itself. */
export function withNativeBody(answer: Response): Response {
  if (answer.status < 400 || answer.body === null) return answer;
  const { status, statusText, headers, body } = answer;
  return new NativeResponse(nativeBody(body), { status, statusText, headers });
}

/** `Response`, but the bodies of its instances are such streams, whatever they were made of. */
export const NativeResponse: typeof Response = new Proxy(globalThis.Response, {
  construct(target, parameters: ConstructorParameters<typeof Response>) {
    const response = new target(...parameters);
    const { body: given } = response;
    let native: ReadableStream<Uint8Array> | undefined;
    if (given !== null) {
      // Only when it is read: then nothing else can read it.
      Object.defineProperty(response, 'body', { get: () => (native ??= nativeBody(given)) });
    }
    return response;
  },
});
