import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { temporaryFolder } from './folder.js';

/** Both ends of a unix socket; the far one, that of a service, stays open when the near one ends its half. */
export async function socketPair(t: { teardown(end: () => void): void }): Promise<[Socket, Socket]> {
  const server = createServer({ allowHalfOpen: true });
  const file = path.join(temporaryFolder(t), 'socket');
  server.listen(file);
  await once(server, 'listening');
  const near = connect(file);
  const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [[Socket], []];
  server.close();
  for (const end of [near, far]) {
    end.on('error', () => {});
    t.teardown(() => end.destroy());
  }
  return [near, far];
}
