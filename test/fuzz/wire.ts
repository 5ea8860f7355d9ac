// Sending bytes over a socket of their own and taking whatever comes back, until it closes.
import { connect } from 'node:net';
import type { FuzzRequest } from './requests.ts';

/** Silence after which an answer counts as hanging: far above what a busy machine takes. */
const HANG_MS = 30_000;

export interface WireAnswer {
  /** Every byte of it, one character each. */
  readonly text: string;
  readonly hung: boolean;
}

/** Sends a request and closes its side; a WebSocket's once its frames are written. */
export function exchange(port: number, { raw, frames }: FuzzRequest): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let hung = false;
    let waits = frames !== undefined;
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(HANG_MS, () => {
      hung = true;
      socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (!waits) return;
      waits = false;
      if (chunk.toString('latin1').startsWith('HTTP/1.1 101 '))
        socket.write(frames ?? Buffer.alloc(0));
      socket.end();
    });
    // A refusal may come with a reset; what had come before it counts.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve({ text: Buffer.concat(chunks).toString('latin1'), hung });
    });
    if (waits) socket.write(raw);
    else socket.end(raw);
  });
}
