/** A server for tests that sends the very bytes it is told, as small cameras do. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

type Teardown = { teardown(end: () => unknown): void };

/** One request as it came: its first line apart, header names in lower case. */
export interface RawRequest {
  path: string;
  headers: Record<string, string>;
}

/** What a server does with a request; it writes to the socket itself. */
export type Serve = (request: RawRequest, socket: Socket) => void;

/** Starts a server that reads the head of each request and hands it on; ends with the test. */
export async function startRawServer(t: Teardown, serve: Serve, port = 0) {
  const sockets = new Set<Socket>();
  const requests: RawRequest[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let head = '';
    socket.on('data', (bytes) => {
      head += bytes.toString('latin1');
      for (let end = head.indexOf('\r\n\r\n'); end >= 0; end = head.indexOf('\r\n\r\n')) {
        const request = readRequest(head.slice(0, end));
        head = head.slice(end + 4);
        requests.push(request);
        serve(request, socket);
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  t.teardown(close);
  const { port: bound } = server.address() as AddressInfo;
  return { port: bound, url: `http://127.0.0.1:${bound}`, requests, sockets, close };
}

function readRequest(head: string): RawRequest {
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { path: first.split(' ')[1] ?? '', headers: Object.fromEntries(headers) };
}
