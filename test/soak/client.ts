// One client's request, and what that client saw of its answer.
import { request, type Agent } from 'node:http';
import { KEY } from './stack.ts';
import type { SoakRequest } from './plan.ts';
import { ID_HEADER } from './upstream.ts';

/** How it ended for the client: with a whole answer, visibly broken, or by the client's own leaving. */
export type ClientEnd = 'whole' | 'broken' | 'left';

export interface ClientView {
  /** undefined: no answer. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number;
  readonly body: string;
  readonly end: ClientEnd;
}

/**
 * Sends a request.
 *
 * @param received resolves once Azure has the request
 */
export function send(
  url: string,
  agent: Agent,
  { id, operation, leaving }: SoakRequest,
  received: Promise<undefined>,
): Promise<ClientView> {
  return new Promise((resolve) => {
    const { path, type, body, name } = operation;
    const outgoing = request(`${url}${path}`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${KEY}`,
        'content-type': type,
        'content-length': Buffer.byteLength(body),
        [ID_HEADER]: String(id),
        'x-ms-soak-operation': name,
      },
    });
    let view: ClientView = {
      status: undefined,
      requestId: undefined,
      retryAfterMs: 0,
      body: '',
      end: 'broken',
    };
    const leave = () => {
      view = { ...view, end: 'left' };
      // A reset is seen at once; a closed side alone would be, at the next write.
      outgoing.socket?.resetAndDestroy();
    };
    outgoing.on('error', () => undefined);
    outgoing.on('close', () => {
      resolve(view);
    });
    outgoing.on('response', (response) => {
      const { statusCode: status, headers } = response;
      view = {
        ...view,
        status,
        requestId: String(headers['x-request-id']),
        retryAfterMs: Number(headers['retry-after-ms'] ?? 0),
      };
      response.setEncoding('latin1');
      response.on('error', () => undefined);
      response.on('data', (text: string) => {
        view = { ...view, body: view.body + text };
        if (leaving === 'begun') leave();
      });
      response.on('end', () => {
        if (view.end !== 'left' && response.complete) view = { ...view, end: 'whole' };
      });
    });
    if (leaving === 'received') void received.then(leave);
    outgoing.end(body);
  });
}
