import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { messageOf, Refusal } from '../../core/errors.js';
import { streamRefusal } from './failure.js';
import { hostOf, isEncrypted, portOf, type StreamSource } from './source.js';

/** A camera has so long to take a connection, in ms. */
const CONNECT_MS = 10_000;
/** Errors of the network that mean that nobody listens there, or that nobody is there. */
const ABSENT = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EHOSTDOWN']);

/**
 * Connects to a camera at the address that was found for it and no other, with TLS where its own address says so.
 * `refusedConnection` makes a sentence of the error with which the socket ends. `onCertificate` hears of a certificate
 * that no authority vouches for, and null for all others.
 */
export function dialCamera(
  source: StreamSource,
  onCertificate: (certificate: string | null) => void,
): Socket {
  const url = new URL(source.url);
  const to = { host: source.address, port: portOf(url) };
  const host = hostOf(url);
  const name = isIP(host) === 0 ? { servername: host } : {};
  // Cameras have certificates of their own making: the one that was there when the camera was added is pinned.
  const socket = isEncrypted(url) ? connectTls({ ...to, ...name, rejectUnauthorized: false }) : connect(to);
  socket.setTimeout(CONNECT_MS, () =>
    socket.destroy(streamRefusal('stream-slow', `It did not answer within ${CONNECT_MS / 1000} s.`)),
  );
  socket.once('connect', () => socket.setTimeout(0));
  socket.once('secureConnect', () => {
    const certificate = ownCertificate(socket as TLSSocket);
    const refusal = refusedCertificate(source, certificate);
    if (refusal !== null) socket.destroy(refusal);
    else onCertificate(certificate);
  });
  return socket;
}

/** SHA-256 of a certificate that no authority vouches for, hexadecimal; null for all others. */
export function ownCertificate(socket: TLSSocket): string | null {
  if (socket.authorized) return null;
  const { fingerprint256 = '' } = socket.getPeerCertificate();
  return fingerprint256.replaceAll(':', '').toLowerCase();
}

/** Refusal `stream-certificate` for another certificate than the pinned one; null for any when none is. */
export function refusedCertificate(
  { certificate: pinned }: StreamSource,
  shown: string | null,
): Refusal | null {
  if (shown === null || pinned === null || shown === pinned) return null;
  return streamRefusal(
    'stream-certificate',
    'It shows another certificate than when it was added: if you changed it, enter its address again.',
  );
}

/** Refusal `stream-unreachable` for an error of the network, with its reason; a Refusal stays as it is. */
export function refusedConnection(error: unknown, url: URL): Refusal {
  if (error instanceof Refusal) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (ABSENT.has(code)) return streamRefusal('stream-unreachable', `Nothing answers at ${url.host}.`, error);
  return streamRefusal(
    'stream-unreachable',
    `The connection to ${url.host} broke off: ${messageOf(error)}.`,
    error,
  );
}
