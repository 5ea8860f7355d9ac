// Bare connections to a gateway, on which a test or the benchmark writes bytes of its own.
import { connect, type Socket } from 'node:net';

export interface Dialled {
  readonly socket: Socket;
  /** The status of the answer; 0 when the connection ended without one. */
  readonly status: Promise<number>;
  /** All that came, when the connection has ended. */
  readonly text: Promise<string>;
}

/** Opens a connection. @param url of the gateway */
export function dial(url: string): Dialled {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const pieces: Buffer[] = [];
  const status = Promise.withResolvers<number>();
  const text = Promise.withResolvers<string>();
  socket.on('error', () => undefined);
  socket.on('data', (piece: Buffer) => {
    pieces.push(piece);
    status.resolve(Number(piece.toString('latin1', 9, 12)));
  });
  socket.on('close', () => {
    status.resolve(0);
    text.resolve(Buffer.concat(pieces).toString('latin1'));
  });
  return { socket, status: status.promise, text: text.promise };
}

/** The head of a request. */
export function headOf(path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ host: 'gateway', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
