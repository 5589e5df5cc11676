import { Fault } from '../../core/errors.js';

/** Sends one datagram to the socket that was opened. Never throws and never waits. */
export interface Datagrams {
  send(text: string): void;
  close(): void;
}

/**
 * Opens the way to a Unix datagram socket, which Node itself does not speak. The native module is loaded here and
 * only here: a hub without a service manager never needs it.
 *
 * @param onLost called with the reason when a datagram could not be delivered
 * @param load how the native module is found
 * @throws {Fault} `notify-unavailable` when the module is missing, or `path` is an abstract socket
 */
export async function openDatagrams(
  path: string,
  onLost: (reason: string) => void,
  load = () => import('unix-dgram'),
): Promise<Datagrams> {
  if (!path.startsWith('/')) throw unavailable(`it listens at "${path}", which is no path`);
  const { createSocket } = await load().catch((cause: unknown) => {
    throw unavailable('the package unix-dgram is not installed', cause);
  });
  const socket = createSocket('unix_dgram');
  return {
    send(text) {
      const bytes = Buffer.from(text);
      socket.send(bytes, 0, bytes.length, path, (error) => {
        if (error) onLost(error.message);
      });
    },
    close: () => socket.close(),
  };
}

function unavailable(why: string, cause?: unknown): Fault {
  return new Fault(
    'notify-unavailable',
    `the service manager cannot be told that the hub is ready: ${why}`,
    'Install the hub again with a compiler at hand, or start it with Type=exec.',
    { cause },
  );
}
