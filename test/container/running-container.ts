// A container as a process: its command with its variables, on a free port of this machine.
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { runInImage, type Image } from './image.ts';

export type Variables = Readonly<Record<string, string>>;

export interface Container {
  readonly pid: number;
  readonly port: string;
  readonly stdout: Promise<string>;
  readonly stderr: Promise<string>;
  readonly exit: Promise<unknown>;
  signal(name: 'SIGTERM'): void;
  stop(): Promise<void>;
}

/** Starts it and waits until it says that it listens. */
export async function startContainer(image: Image, variables: Variables): Promise<Container> {
  const child = runInImage(image, image.command, {
    LISTEN_ADDRESS: '127.0.0.1',
    PORT: '0',
    ...variables,
  });
  const exit = once(child, 'close');
  const stdout = text(child.stdout);
  let said = '';
  const listens = new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
      const port = /port (\d+)\./.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    });
    void exit.then(() => {
      reject(new Error(said));
    });
  });
  return {
    pid: child.pid ?? 0,
    port: await listens,
    stdout,
    stderr: exit.then(() => said),
    exit,
    signal: (name) => child.kill(name),
    async stop() {
      child.kill('SIGTERM');
      await exit;
    },
  };
}
