// Which encodings of a body the runtime decodes. The client's `accept-encoding` does not go to Azure, so
// the runtime asks for what it can decode. A proxy in between may answer otherwise.

/** Exactly these, as workerd 1.20261023.1 was seen to: not `GZIP`, `x-gzip`, `deflate`, `zstd`, or two. */
const DECODED: ReadonlySet<string> = new Set(['', 'identity', 'gzip', 'br']);

/** Whether a body can be read as its content type says. */
export function isDecoded({ headers }: Response): boolean {
  return DECODED.has(headers.get('content-encoding') ?? '');
}
