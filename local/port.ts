// The port of a gateway on this machine.
import { createServer } from 'node:net';
import { UserError } from '../command-line/user-error.ts';

/**
 * Checks a port before something slow is done for it.
 *
 * @param port 0 is always free
 * @param command as people type it, such as `npm start`
 * @throws UserError when something listens there
 */
export async function assertPortIsFree(port: number, command: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => {
      reject(portInUse(port, command));
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve();
      });
    });
  });
}

export function portInUse(port: number, command: string): UserError {
  return new UserError(
    `Port ${port} is in use. Choose another: ${command} -- --port N (0 picks one).`,
  );
}
