import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import t from 'tap';
import { systemClock } from '../../../../src/core/clock.js';
import { clientOf, limitConnections } from '../../../../src/server/api/http/connections.js';

t.test(
  'one connection too many is answered 429 and closed; a place that is free again is given',
  async (t) => {
    const server = createServer((_request, response) => response.end('hello'));
    limitConnections(server, {
      limits: { connections: 10, connectionsPerClient: 2 },
      isProxy: () => false,
      clock: systemClock,
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sockets: Socket[] = [];
    t.teardown(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    for (let count = 0; count < 2; count += 1) {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      await once(server, 'connection');
    }
    const refused = connect(port, '127.0.0.1').setEncoding('utf8');
    const [text] = await once(refused, 'data');
    t.match(text, /^HTTP\/1.1 429 Too Many Requests\r\nRetry-After: 5\r\n/);
    await once(refused, 'close');
    sockets[0]?.destroy();
    while ((await connectionsOf(server)) > 1) await new Promise((resolve) => setImmediate(resolve));
    const [response] = (await once(get({ port, host: '127.0.0.1', agent: false }), 'response')) as [
      IncomingMessage,
    ];
    t.equal(response.statusCode, 200);
    response.resume();
  },
);

function connectionsOf(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}

t.test('a client is an IPv4 address, or the /64 of a home', async (t) => {
  t.equal(clientOf('192.168.1.20'), '192.168.1.20');
  t.equal(clientOf('::ffff:192.168.1.20'), '192.168.1.20');
  t.equal(clientOf('2001:db8::1'), clientOf('2001:db8::ffff:2'));
  t.not(clientOf('2001:db8::1'), clientOf('2001:db8:0:1::1'));
});
