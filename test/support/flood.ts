/** Connections that are opened without end and say nothing, from addresses of the loopback network. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

/** One source: so many connections a second, each from the next of these addresses. */
export interface Stream {
  perSecond: number;
  addresses: readonly string[];
  /** Sent as soon as it is connected. */
  words?: Uint8Array;
}

const BEAT_MS = 100;

/** Opens connections to `port` until `stop`; what the other end closes is let go. */
export function flood(port: number, streams: readonly Stream[]) {
  const sockets = new Set<Socket>();
  const counts = { opened: 0 };
  let turn = 0;
  const open = (localAddress: string, words: Uint8Array | undefined) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    counts.opened += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    if (words) socket.write(words);
  };
  const timer = setInterval(() => {
    for (const { perSecond, addresses, words } of streams) {
      const due = (perSecond * BEAT_MS) / 1000;
      for (let one = 0; one < due; one += 1) {
        turn += 1;
        open(addresses[turn % addresses.length] as string, words);
      }
    }
  }, BEAT_MS);
  return {
    counts,
    stop: () => {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The first words of a TLS client with these options: whoever sends them and stops leaves a handshake open. */
export async function clientHello(options: ConnectionOptions): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connectTls({ host: '127.0.0.1', port, ...options }).on('error', () => {});
  const [socket] = (await once(server, 'connection')) as [Socket];
  const [words] = (await once(socket, 'data')) as [Buffer];
  client.destroy();
  socket.destroy();
  server.close();
  return words;
}

/** Addresses 127.0.`net`.1 and on, `count` of them, fewer than 255. */
export function loopbackAddresses(net: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `127.0.${net}.${index + 1}`);
}
