import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import t, { type Test } from 'tap';
import { type Answer, ask } from '../../../src/cameras/streams/connection.js';
import { systemClock } from '../../../src/core/clock.js';
import { ManualClock } from '../../support/manual-clock.js';

async function listening(t: Test, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

function question(url: string, more: Partial<Parameters<typeof ask>[0]> = {}) {
  return {
    source: { url, address: '127.0.0.1', certificate: null, credentials: null },
    url: new URL(url),
    authorization: null,
    signal: new AbortController().signal,
    clock: systemClock,
    ...more,
  };
}

const codeOf = (asked: Promise<Answer>) =>
  asked.then(
    () => 'answered',
    (error: { code?: string }) => error.code ?? error,
  );

t.test('the camera hears its own name, at the address that was found for it', async (t) => {
  const heard: unknown[] = [];
  const server = createServer((request, response) => {
    const { host, authorization, connection } = request.headers;
    heard.push({ url: request.url, host, authorization, connection });
    response.end('x');
  });
  const port = await listening(t, server);
  const url = `http://cam.example:${port}/stream?size=2`;
  const { status, message, certificate } = await ask(question(url, { authorization: 'Basic eA==' }));
  message.resume();
  t.same({ status, certificate }, { status: 200, certificate: null });
  t.match(heard, [{ url: '/stream?size=2', host: `cam.example:${port}`, authorization: 'Basic eA==' }]);
});

t.test('nobody there, no HTTP, a head without end and silence are told apart', async (t) => {
  const closed = createTcpServer();
  const port = await listening(t, closed);
  await new Promise((resolve) => closed.close(resolve));
  t.equal(await codeOf(ask(question(`http://127.0.0.1:${port}/`))), 'stream-unreachable');

  const speaking = (text: string) =>
    listening(
      t,
      createTcpServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.write(text));
        t.teardown(() => socket.destroy());
      }),
    );
  t.equal(
    await codeOf(ask(question(`http://127.0.0.1:${await speaking('SSH-2.0-x\r\n')}/`))),
    'stream-answer',
  );
  const endless = `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}`;
  t.equal(await codeOf(ask(question(`http://127.0.0.1:${await speaking(endless)}/`))), 'stream-answer');

  const clock = new ManualClock();
  const silent = codeOf(ask(question(`http://127.0.0.1:${await speaking('')}/`, { clock })));
  await clock.advance(10_000);
  t.equal(await silent, 'stream-slow');
});

t.test('a question that is taken back ends with its own reason', async (t) => {
  const port = await listening(
    t,
    createTcpServer((socket) => void socket.on('error', () => {}).resume()),
  );
  const back = new AbortController();
  const asked = ask(question(`http://127.0.0.1:${port}/`, { signal: back.signal })).catch((error) => error);
  back.abort('the owner went away');
  t.equal(await asked, 'the owner went away');
});
