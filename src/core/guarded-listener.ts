import type { Server, Socket } from 'node:net';
import type { Clock } from './clock.js';
import { type PlaceLimits, Places } from './places.js';

/** Bounds of a listener, and what becomes of a connection that gets no place. */
export interface GuardOptions {
  limits: PlaceLimits;
  /** The address that stands for a client: of IPv6 a whole home has one. */
  clientOf: (address: string) => string;
  /** True for the address of a peer whose connections take no places; none is unless given. */
  isExempt?: (address: string | undefined) => boolean;
  refuse: (socket: Socket) => void;
  /** Milliseconds within which a stranger has to say something; for ever unless given. */
  silenceMs?: number;
  clock: Pick<Clock, 'after'>;
}

/** The ends of a connection as its sockets name them, the one of TLS and the one below it alike. */
type Ends = Pick<Socket, 'remoteAddress' | 'remotePort'>;

/**
 * Gives every connection of `server` a place, or refuses it before anything of it is read.
 * @returns a function that says that a connection has proved whose it is
 */
export function guardConnections(server: Server, options: GuardOptions): (proved: Ends) => void {
  const { limits, clientOf, isExempt = () => false, refuse, silenceMs, clock } = options;
  const places = new Places(limits);
  const sockets = new Map<string, Socket>();
  // Runs only for admitted connections: a TLS handshake costs more than a refusal.
  const serve = server.listeners('connection');
  server.removeAllListeners('connection');

  const admit = (socket: Socket) => {
    for (const listener of serve) listener.call(server, socket);
  };

  server.on('connection', (socket) => {
    if (isExempt(socket.remoteAddress)) return admit(socket);
    const key = keyOf(socket);
    const { admitted, leaves } = places.enter(key, clientOf(String(socket.remoteAddress)));
    if (leaves !== undefined) sockets.get(leaves)?.destroy();
    if (!admitted) return refuse(socket);
    sockets.set(key, socket);
    const stopWaiting =
      silenceMs === undefined
        ? () => {}
        : clock.after(silenceMs, () => {
            if (socket.bytesRead === 0) socket.destroy();
          });
    socket.once('close', () => {
      stopWaiting();
      sockets.delete(key);
      places.leave(key);
    });
    admit(socket);
  });

  return (proved) => places.prove(keyOf(proved));
}

function keyOf({ remoteAddress, remotePort }: Ends): string {
  return `${remoteAddress} ${remotePort}`;
}
