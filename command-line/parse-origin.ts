/**
 * Reads the address of a server, such as `http://127.0.0.1:8788`. Returns null for any other text, also
 * for an address with a name, a password, a path, a query or a fragment, because these would be ignored.
 */
export function parseOrigin(text: string): URL | null {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  return url.href === `${url.origin}/` ? url : null;
}
