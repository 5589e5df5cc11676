import type { Server, Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { normalizeIP } from '@fastify/rate-limit';

const REFUSED =
  'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** The address that stands for a client: IPv4 whole, IPv6 by its /64, which is one home. */
export function clientOf(address: string): string {
  return normalizeIP(address, 64);
}

/** True for the machine's own loopback, written as IPv4, IPv6 or IPv4 in IPv6. */
export function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}

/**
 * Holds every client address to `most` connections at once: one too many is answered 429 and closed before anything
 * of it is read; under TLS, where there is no answer before a handshake, it is closed. Loopback counts like any other
 * address.
 */
export function limitConnections(server: Server, most: number): void {
  const refuse = (socket: Socket) =>
    server instanceof TlsServer ? socket.destroy() : socket.end(REFUSED, () => socket.destroy());
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const client = clientOf(String(socket.remoteAddress));
    const count = (open.get(client) ?? 0) + 1;
    if (count > most) {
      refuse(socket);
      return;
    }
    open.set(client, count);
    socket.once('close', () => {
      const left = (open.get(client) as number) - 1;
      if (left > 0) open.set(client, left);
      else open.delete(client);
    });
  });
}
