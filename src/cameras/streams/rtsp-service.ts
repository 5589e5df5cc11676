import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Connection, openConnection } from '../../core/rpc/connection.js';
import type { Probe } from '../../core/rpc/reach.js';
import type { Credentials } from './authentication.js';
import { FFMPEG, FFMPEG_ARGUMENTS, ffmpegScript } from './rtsp-ffmpeg.js';
import { type FromRtsp, MOST_CHANNELS, MOST_MESSAGE_BYTES, type ToRtsp } from './rtsp-messages.js';

/** Last characters of ffmpeg's error output that the hub hears. */
const LAST_WORDS = 1000;

/** Parts of an RTSP process that differ between a test and the real one. */
export interface RtspServiceParts {
  /** Tries the probe and names what is open. */
  reach(probe: Probe): Promise<string[]>;
  ffmpeg?: string;
}

/**
 * Serves the hub one camera over a connection: relays what ffmpeg says on a port of this sandbox's own loopback to the
 * hub, which has the connection to the camera, and hands out the pictures that ffmpeg makes. Resolves when connection
 * and ffmpeg are gone.
 */
export async function serveRtsp(stream: Duplex, parts: RtspServiceParts): Promise<void> {
  const service = new RtspService(stream, parts);
  await service.closed;
}

class RtspService {
  readonly closed: Promise<unknown>;
  readonly #parts: RtspServiceParts;
  readonly #connection: Connection;
  readonly #channels = new Map<number, Socket>();
  #next = 0;
  #stop = () => {};
  #started = false;

  constructor(stream: Duplex, parts: RtspServiceParts) {
    this.#parts = parts;
    this.#connection = openConnection(stream, MOST_MESSAGE_BYTES, (message) => this.#hear(message as ToRtsp));
    stream.once('end', () => this.#connection.destroy());
    this.closed = this.#connection.closed.then(() => this.#stop());
  }

  #send(message: FromRtsp): void {
    this.#connection.send(message);
  }

  #hear(message: ToRtsp): void {
    if (message.kind === 'data') this.#take(message.channel, message.bytes);
    else if (message.kind === 'end') this.#channels.get(message.channel)?.end();
    else if (message.kind === 'start') void this.#start(message.path, message.credentials);
    else void this.#parts.reach(message.probe).then((reached) => this.#send({ kind: 'reached', reached }));
  }

  #take(channel: number, bytes: Uint8Array): void {
    const { length } = bytes;
    const taken = () => this.#send({ kind: 'taken', channel, length });
    const socket = this.#channels.get(channel);
    if (socket?.writable) socket.write(bytes, taken);
    else taken();
  }

  async #start(path: string, credentials: Credentials | null): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    const relay = createServer((socket) => this.#relay(socket));
    relay.maxConnections = MOST_CHANNELS;
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    const { port } = relay.address() as AddressInfo;
    this.#read(relay, ffmpegScript(port, path, credentials));
  }

  /** Runs ffmpeg to its end, and says how that was. */
  #read(relay: Server, script: string): void {
    const ffmpeg = spawn(this.#parts.ffmpeg ?? FFMPEG, FFMPEG_ARGUMENTS, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {},
    });
    let words: string | null = '';
    ffmpeg.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = `${words ?? ''}${text}`.slice(-LAST_WORDS);
    });
    ffmpeg.stdout.on('data', (bytes: Buffer) => this.#send({ kind: 'pictures', bytes }));
    // It may end before it has read its script.
    ffmpeg.stdin.on('error', () => {}).end(script);
    ffmpeg.once('error', () => {
      words = null;
    });
    ffmpeg.once('close', () => {
      this.#end(relay);
      this.#send({ kind: 'over', words });
      this.#connection.end();
    });
    this.#stop = () => {
      ffmpeg.kill('SIGKILL');
      this.#end(relay);
    };
  }

  #end(relay: Server): void {
    relay.close();
    for (const socket of this.#channels.values()) socket.destroy();
  }

  #relay(socket: Socket): void {
    const channel = this.#next++;
    this.#channels.set(channel, socket);
    this.#send({ kind: 'open', channel });
    socket.on('data', (bytes: Buffer) => this.#send({ kind: 'data', channel, bytes }));
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#channels.delete(channel);
      this.#send({ kind: 'end', channel });
    });
  }
}
