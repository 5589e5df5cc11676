import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

t.test('a proxy may connect as often as it likes; each of its clients has places of its own', async (t) => {
  const limits = { connectionsPerClient: 1, connections: 16 };
  const { app } = await startApi(t, { trustProxy: ['127.0.0.1'], limits });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const sockets: Socket[] = [];
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
  });
  /** Asks as a client of the proxy; one that goes on holds its place with a body that does not end. */
  const ask = async (client: string, goesOn: boolean) => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    sockets.push(socket);
    await once(socket, 'connect');
    const body = goesOn ? 'content-type: application/json\r\ncontent-length: 9\r\n' : '';
    socket.write(
      `${goesOn ? 'POST' : 'GET'} /${goesOn ? 'token' : 'setup'} HTTP/1.1\r\nhost: hub\r\nx-forwarded-for: ${client}\r\n${body}\r\n`,
    );
    if (goesOn) return '';
    const [text] = await once(socket, 'data');
    return String(text).slice(9, 12);
  };
  for (let count = 0; count < 6; count += 1) await ask('192.168.1.20', true);
  t.equal(await ask('192.168.1.21', false), '200');
  t.equal(await ask('192.168.1.20', false), '429', 'six for each connection that a client may have');
  sockets[0]?.destroy();
  while ((await ask('192.168.1.20', false)) !== '200') await new Promise((resolve) => setImmediate(resolve));

  for (let client = 30; client < 40; client += 1) await ask(`192.168.1.${client}`, true);
  const oldest = sockets[1] as Socket;
  oldest.resume();
  if (!oldest.closed) await once(oldest, 'close');
  t.pass('of strangers the one who has waited longest gives way');
});
