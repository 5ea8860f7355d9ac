// Owns: the text parts of a multipart form, as WebRTC clients send an offer with its session
// (https://platform.openai.com/docs/api-reference/realtime/create-call).

/** The part's text; undefined when the form has none of that name. */
export function readFormPart(body: Buffer, contentType: string, name: string): string | undefined {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  for (const part of body.toString().split(`--${boundary}`)) {
    const at = part.indexOf('\r\n\r\n');
    const head = part.slice(0, at);
    if (at >= 0 && head.includes(`name="${name}"`)) return part.slice(at + 4, -2);
  }
  return undefined;
}
