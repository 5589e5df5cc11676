import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import { ownCertificate, refusedCertificate, refusedConnection } from './dial.js';
import { streamRefusal } from './failure.js';
import { hostOf, portOf, type StreamSource } from './source.js';

/** Answer of a camera, whose body has not been read yet. */
export interface Answer {
  status: number;
  message: IncomingMessage;
  /** SHA-256 of a certificate that no authority vouches for, hexadecimal; null for all others. */
  certificate: string | null;
}

/** How long a camera may take until its answer begins, in ms. */
export const ANSWER_MS = 10_000;
/** Bytes of the head of an answer. */
const MOST_HEADER_BYTES = 16 * 1024;

/** One GET of a source, and what it is asked with. */
export interface Question {
  source: StreamSource;
  url: URL;
  authorization: string | null;
  /** True when the camera may keep the connection open for the next request. */
  signal: AbortSignal;
  clock: Clock;
}

/**
 * Asks a camera with one GET, at the address that was found for it and no other: whatever its name leads to by now.
 *
 * @throws Refusal `stream-unreachable`, `stream-certificate`, `stream-slow` or `stream-answer`.
 */
export function ask({ source, url, authorization, signal, clock }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
      optionsOf(source, url, authorization, signal),
    );
    const cancel = clock.after(ANSWER_MS, () =>
      request.destroy(streamRefusal('stream-slow', `It did not answer within ${ANSWER_MS / 1000} s.`)),
    );
    const fail = (error: unknown) => {
      cancel();
      reject(signal.aborted ? signal.reason : refusalOf(error, url));
    };
    let certificate: string | null = null;
    request.on('socket', (socket) => {
      socket.once('secureConnect', () => {
        certificate = ownCertificate(socket as TLSSocket);
        const refusal = refusedCertificate(source, certificate);
        if (refusal !== null) request.destroy(refusal);
      });
    });
    request.once('error', fail);
    request.once('response', (message) => {
      cancel();
      // An error of the body is that of its reader; without one it may not end the hub.
      message.on('error', () => {});
      resolve({ status: message.statusCode as number, message, certificate });
    });
    request.end();
  });
}

function optionsOf(
  source: StreamSource,
  url: URL,
  authorization: string | null,
  signal: AbortSignal,
): RequestOptions & { rejectUnauthorized: false; servername?: string } {
  const host = hostOf(url);
  return {
    host: source.address,
    port: portOf(url),
    path: `${url.pathname}${url.search}`,
    agent: false,
    signal,
    maxHeaderSize: MOST_HEADER_BYTES,
    headers: {
      host: url.host,
      accept: 'multipart/x-mixed-replace, image/jpeg, */*;q=0.5',
      'user-agent': 'PetCam hub',
      ...(authorization !== null && { authorization }),
    },
    // Cameras have certificates of their own making: the one that was there when the camera was added is pinned.
    rejectUnauthorized: false,
    ...(isIP(host) === 0 && { servername: host }),
  };
}

function refusalOf(error: unknown, url: URL): Refusal {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!(error instanceof Refusal) && code.startsWith('HPE_'))
    return streamRefusal('stream-answer', `What answers at ${url.host} does not speak HTTP.`, error);
  return refusedConnection(error, url);
}
