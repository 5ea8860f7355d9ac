// Azure's side of the matrix: a server that writes the bytes of a cell and reports the requests that it
// received. Each request names its cell in a header that passes the gateway.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Step } from './fault.ts';

export const CELL_HEADER = 'x-ms-cell';

/** What the server does for one cell, and the callbacks by which it reports. */
export interface Script {
  /** The answer to the n-th request, from 0. */
  readonly stepsOf: (index: number) => readonly Step[];
  /** Resolves when the client has the head of its answer, or its socket is open. */
  readonly met: Promise<unknown>;
  readonly onRequest: () => void;
  /** A request waits until the gateway has gone. */
  readonly onHold: () => void;
  readonly onLeft: () => void;
}

export interface Upstream {
  readonly port: number;
  readonly scripts: Map<string, Script>;
  close(): Promise<void>;
}

/** Starts it. */
export async function startUpstream(): Promise<Upstream> {
  const scripts = new Map<string, Script>();
  const seen = new Map<string, number>();
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  const stepsFor = (request: IncomingMessage) => {
    const cell = request.headers[CELL_HEADER];
    const script = typeof cell === 'string' ? scripts.get(cell) : undefined;
    if (typeof cell !== 'string' || script === undefined) return undefined;
    const index = seen.get(cell) ?? 0;
    seen.set(cell, index + 1);
    script.onRequest();
    return { script, steps: script.stepsOf(index) };
  };

  const server = createServer(
    { shouldUpgradeCallback: ({ headers }) => headers.upgrade === 'websocket' },
    (request) => {
      const { socket } = request;
      request.on('error', () => undefined);
      // A reset of a request that is still being read would be one before it was sent.
      request.resume().once('end', () => {
        const found = stepsFor(request);
        if (found === undefined) socket.destroy();
        else run(socket, found.steps, found.script);
      });
    },
  );
  const connections = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, rest: Buffer) => {
    const found = stepsFor(request);
    if (found === undefined) {
      socket.destroy();
      return;
    }
    const { script, steps } = found;
    const [first] = steps;
    // The handshake is refused, or not answered. All other steps need an open socket.
    if (first !== 'open') {
      // A socket that is not read reports no end.
      socket.resume();
      run(socket, steps, script);
      return;
    }
    sockets.handleUpgrade(request, socket, rest, (open) => {
      open.on('error', () => undefined);
      run(socket, steps.slice(1), script);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    scripts,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

function run(socket: Socket, steps: readonly Step[], script: Script): void {
  const left = new Promise<void>((resolve) => {
    if (socket.destroyed) resolve();
    else {
      socket.once('close', resolve);
      // After a handshake the server leaves its own end open.
      socket.once('end', resolve);
    }
  });
  socket.on('error', () => undefined);
  const carryOut = async () => {
    for (const step of steps) {
      if (step instanceof Buffer) {
        await Promise.race([left, new Promise((resolve) => socket.write(step, resolve))]);
      } else if (step === 'meet') await Promise.race([left, script.met]);
      else if (step === 'hold') {
        script.onHold();
        await left;
        socket.destroy();
        script.onLeft();
      } else if (step === 'fin') socket.end();
      else if (step === 'rst') socket.resetAndDestroy();
    }
  };
  void carryOut();
}
