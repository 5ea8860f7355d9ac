// The address of a host and its certificate.
import { lookup } from 'node:dns/promises';
import { connect } from 'node:tls';

/** An address of the host; undefined where it has none. */
export async function lookUpHost(hostname: string): Promise<string | undefined> {
  try {
    return (await lookup(hostname)).address;
  } catch {
    return undefined;
  }
}

/** When the certificate ends, in Unix milliseconds, or why it is not trusted. */
export type HostCertificate = { readonly validTo: number } | { readonly fault: string };

/** Connects as a client does, and reads the certificate that it gets. */
export function readCertificate(
  host: string,
  port: number,
  deadline: AbortSignal,
): Promise<HostCertificate> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, servername: host });
    const end = (result: HostCertificate) => {
      resolve(result);
      socket.destroy();
    };
    const endLate = () => {
      end({ fault: 'no TLS connection in time' });
    };
    deadline.addEventListener('abort', endLate);
    if (deadline.aborted) endLate();
    socket.once('secureConnect', () => {
      end({ validTo: Date.parse(socket.getPeerCertificate().valid_to) });
    });
    socket.once('error', (error) => {
      end({ fault: `no TLS connection: ${error.message}` });
    });
  });
}
