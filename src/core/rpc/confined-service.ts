import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Way by which the hub reaches a confined process, as its command line says. */
export interface Reached {
  /** File descriptor of a connection that is open. */
  fd?: string | undefined;
  /** Path of a unix socket to listen on; goes before `fd`. */
  socket?: string | undefined;
}

/**
 * Serves a confined process to the hub: over one connection, and resolves with its end; or over a unix socket to whoever
 * connects, `most` at a time, until the process is told to stop.
 */
export async function serveHub(
  { fd, socket }: Reached,
  most: number,
  serve: (stream: Duplex) => Promise<void>,
): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
  if (socket === undefined) return serve(new Socket({ fd: Number(fd), allowHalfOpen: true }));
  rmSync(socket, { force: true });
  const server = createServer({ allowHalfOpen: true }, (stream) => void serve(stream));
  server.maxConnections = most;
  server.listen(socket);
  await once(server, 'listening');
  // The folder that it lies in says who may come.
  chmodSync(socket, 0o666);
}
