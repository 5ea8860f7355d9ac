/**
 * Opens a WebSocket, waits for its first message, and closes it.
 *
 * @returns what went wrong; undefined: a message came
 */
export function openSocket(
  url: string,
  headers: Readonly<Record<string, string>>,
  deadline: AbortSignal,
): Promise<string | undefined> {
  const socket = new WebSocket(url, { headers });
  return new Promise<string | undefined>((resolve) => {
    const end = (fault: string | undefined) => {
      resolve(fault);
      socket.close();
    };
    deadline.addEventListener('abort', () => {
      end('the WebSocket sent nothing in time');
    });
    socket.addEventListener('message', () => {
      end(undefined);
    });
    // The reason of a refused handshake is not shown to clients.
    socket.addEventListener('error', () => {
      end('the WebSocket was refused; the log of the Worker has the reason');
    });
    socket.addEventListener('close', ({ code, reason }) => {
      end(`the WebSocket was closed with ${code}${reason === '' ? '' : `, ${reason}`}`);
    });
  });
}
