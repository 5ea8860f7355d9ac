// The bill over HTTP, for `npm run azure`. Azure has no such path, and no host or key is needed for it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BillBook } from '../usage/bill.ts';

/** Below `/stand-in`, which no operation of Azure begins with. */
const PATH = '/stand-in/bill';

/** Whether the request is for the bill. */
export function isBillRequest({ url = '' }: IncomingMessage): boolean {
  return url.split('?')[0] === PATH;
}

/** Answers with the bill as JSON; other methods than GET are refused. */
export function serveBill(
  bill: BillBook,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  incoming.resume();
  const isGet = incoming.method === 'GET';
  const body = isGet ? bill.read() : { error: { message: `GET ${PATH} reads the bill.` } };
  response.writeHead(isGet ? 200 : 405, {
    'content-type': 'application/json',
    ...(isGet ? {} : { allow: 'GET' }),
  });
  response.end(JSON.stringify(body));
}
