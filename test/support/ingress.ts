/**
 * A stand-in of Home Assistant with one add-on: its page shows the add-on in a frame, and what is below the add-on's path
 * goes to the add-on, as ingress does it. Its two hops (Home Assistant, Supervisor) are one here.
 */
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Path of the add-on, with the token that Home Assistant makes for it. */
export const INGRESS_PATH = '/api/hassio_ingress/eQ3t0kFx_made-up_token';

const SESSION = 'ingress_session=made-up';

/** Headers that the Supervisor does not hand on: it frames what it sends itself. */
const ITS_OWN = ['content-length', 'content-encoding', 'transfer-encoding', 'connection', 'keep-alive'];

/** Starts it in front of the hub's port; `strays` lists what the page asked for outside of the add-on's path. */
export async function startIngress(t: { teardown(end: () => void): void }, hubPort: number) {
  const strays: string[] = [];
  const server = createServer((incoming, response) => {
    const url = incoming.url ?? '/';
    if (url === '/') return showPanel(response);
    if (!url.startsWith(`${INGRESS_PATH}/`)) {
      strays.push(url);
      return response.writeHead(404).end();
    }
    if (!incoming.headers.cookie?.includes(SESSION)) return response.writeHead(401).end();
    void handOn(incoming, response, hubPort);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, strays };
}

function showPanel(response: ServerResponse): void {
  response.setHeader('set-cookie', `${SESSION}; Path=/api/hassio_ingress/; HttpOnly; SameSite=Strict`);
  response.setHeader('content-type', 'text/html');
  response.end(
    `<!doctype html><link rel="icon" href="data:,"><title>Home</title><iframe src="${INGRESS_PATH}/" width=390 height=800></iframe>`,
  );
}

async function handOn(incoming: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
  const chunks = await incoming.toArray();
  const outgoing = request({
    host: '127.0.0.1',
    port,
    method: incoming.method,
    path: incoming.url?.slice(INGRESS_PATH.length),
    headers: {
      ...without(incoming.headers),
      'x-ingress-path': INGRESS_PATH,
      'x-hass-source': 'core.ingress',
      'x-forwarded-for': '192.168.1.20, 172.30.32.1',
      'x-forwarded-host': incoming.headers.host,
      'x-forwarded-proto': 'http',
      'accept-encoding': 'identity',
      ...(incoming.method === 'GET' ? {} : { 'content-length': Buffer.concat(chunks).length }),
    },
  });
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, without(answer.headers));
    response.flushHeaders();
    answer.pipe(response);
  });
  outgoing.end(Buffer.concat(chunks));
}

function without(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ITS_OWN.includes(name)));
}
