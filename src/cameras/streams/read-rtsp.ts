import type { Socket } from 'node:net';
import { messageOf } from '../../core/errors.js';
import { type Line, listenHere } from '../../core/rpc/confined.js';
import { type Connection, openConnection } from '../../core/rpc/connection.js';
import { dialCamera, refusedConnection } from './dial.js';
import { streamRefusal } from './failure.js';
import { MultipartSplitter } from './multipart.js';
import { type ReadOptions, STALLED_MS } from './read-pictures.js';
import { refusedByFfmpeg } from './rtsp-failure.js';
import {
  type FromRtsp,
  MOST_CHANNELS,
  MOST_MESSAGE_BYTES,
  MOST_WAITING_BYTES,
  RTSP_BOUNDARY,
  readFromRtsp,
  type ToRtsp,
} from './rtsp-messages.js';
import type { StreamSource } from './source.js';

/** Processes in which ffmpeg reads cameras, each confined. */
export interface RtspProcesses {
  /** Starts one. Rejects when that does not work. */
  open(): Promise<Line>;
  /** Files of the hub that must be out of reach of one. */
  secrets: readonly string[];
  /**
   * Judges what of the hub a process can reach, before it is told anything.
   *
   * @throws Refusal `stream-unconfined` when it is not confined and has to be.
   */
  accept(reached: readonly string[]): void;
}

/** From the start of the process to the first picture: a slow box starts two programs and waits for a whole picture. */
export const FIRST_PICTURE_MS = 30_000;

/**
 * Reads the video of an RTSP camera as JPEGs until it ends, which always is a rejection. The hub connects to the
 * address that was found for the camera, with TLS where it is `rtsps`, and carries the bytes; a confined ffmpeg speaks
 * RTSP and decodes.
 *
 * @throws Refusal with one of `STREAM_FAILURES`, or the reason of the signal.
 */
export async function readRtsp(
  source: StreamSource,
  options: ReadOptions,
  processes: RtspProcesses,
): Promise<never> {
  const line = await processes.open().catch((cause: unknown) => {
    throw streamRefusal('stream-unconfined', `ffmpeg could not be started: ${messageOf(cause)}.`, cause);
  });
  return new RtspReading(source, options, processes, line).run();
}

class RtspReading {
  readonly #source: StreamSource;
  readonly #options: ReadOptions;
  readonly #processes: RtspProcesses;
  readonly #line: Line;
  readonly #connection: Connection;
  readonly #splitter: MultipartSplitter;
  readonly #channels = new Map<number, { socket: Socket; waiting: number }>();
  readonly #failed: Promise<never>;
  #fail: (error: unknown) => void = () => {};
  #cancel = () => {};
  #pictures = 0;
  #certificate: string | null = null;
  #closeBait = () => {};

  constructor(source: StreamSource, options: ReadOptions, processes: RtspProcesses, line: Line) {
    this.#source = source;
    this.#options = options;
    this.#processes = processes;
    this.#line = line;
    this.#failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // It may fail before anybody waits for it.
    this.#failed.catch(() => {});
    this.#splitter = new MultipartSplitter(RTSP_BOUNDARY, (jpeg) => this.#show(jpeg));
    this.#connection = openConnection(line.stream, MOST_MESSAGE_BYTES, (message) => this.#hear(message));
  }

  async run(): Promise<never> {
    const { signal } = this.#options;
    const abort = () => this.#fail(signal.reason);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    void this.#connection.closed.then((why) => this.#fail(ended(why, this.#pictures)));
    this.#wait(FIRST_PICTURE_MS);
    try {
      const bait = await listenHere();
      this.#closeBait = bait.close;
      this.#send({ kind: 'probe', probe: { files: [...this.#processes.secrets], port: bait.port } });
      return await this.#failed;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#end();
    }
  }

  #end(): void {
    this.#cancel();
    this.#closeBait();
    this.#connection.destroy();
    this.#line.kill();
    for (const { socket } of this.#channels.values()) socket.destroy();
  }

  #send(message: ToRtsp): void {
    this.#connection.send(message);
  }

  #hear(said: unknown): void {
    const message = readFromRtsp(said);
    try {
      if (message === null) throw ended(new Error('it said what it may not'), this.#pictures);
      this.#obey(message);
    } catch (error) {
      this.#fail(error);
    }
  }

  #obey(message: FromRtsp): void {
    if (message.kind === 'reached') this.#begin(message.reached);
    else if (message.kind === 'open') this.#open(message.channel);
    else if (message.kind === 'data') this.#channels.get(message.channel)?.socket.write(message.bytes);
    else if (message.kind === 'end') this.#close(message.channel);
    else if (message.kind === 'taken') this.#taken(message.channel, message.length);
    else if (message.kind === 'pictures') this.#splitter.push(message.bytes);
    else throw refusedByFfmpeg(message.words, this.#source.credentials !== null, this.#pictures > 0);
  }

  /** Nothing of the camera is told before the process has shown that it can reach nothing. */
  #begin(reached: readonly string[]): void {
    this.#closeBait();
    this.#processes.accept(reached);
    const { pathname, search } = new URL(this.#source.url);
    this.#send({ kind: 'start', path: `${pathname}${search}`, credentials: this.#source.credentials });
  }

  #open(channel: number): void {
    if (this.#channels.size >= MOST_CHANNELS || this.#channels.has(channel))
      throw streamRefusal('stream-answer', 'Reading it takes too many connections.');
    const socket = dialCamera(this.#source, (certificate) => {
      this.#certificate = certificate;
    });
    const open = { socket, waiting: 0 };
    this.#channels.set(channel, open);
    socket.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += MOST_MESSAGE_BYTES)
        this.#send({ kind: 'data', channel, bytes: bytes.subarray(at, at + MOST_MESSAGE_BYTES) });
      open.waiting += bytes.length;
      if (open.waiting > MOST_WAITING_BYTES) socket.pause();
    });
    socket.on('error', (error) => {
      // A camera that answered and ended the connection: what ffmpeg makes of its answer counts, not that it asks on.
      if (!socket.readableEnded) this.#fail(refusedConnection(error, new URL(this.#source.url)));
    });
    socket.once('close', () => this.#send({ kind: 'end', channel }));
  }

  #close(channel: number): void {
    this.#channels.get(channel)?.socket.destroy();
    this.#channels.delete(channel);
  }

  #taken(channel: number, length: number): void {
    const open = this.#channels.get(channel);
    if (!open) return;
    open.waiting = Math.max(0, open.waiting - length);
    if (open.waiting <= MOST_WAITING_BYTES / 2) open.socket.resume();
  }

  #show(jpeg: Uint8Array): void {
    this.#pictures += 1;
    this.#wait(STALLED_MS);
    this.#options.onPicture(jpeg, 'stream', this.#certificate);
  }

  #wait(ms: number): void {
    this.#cancel();
    this.#cancel = this.#options.clock.after(ms, () =>
      this.#fail(
        streamRefusal('stream-stalled', `The camera sent no picture for ${Math.round(ms / 1000)} s.`),
      ),
    );
  }
}

function ended(why: unknown, pictures: number) {
  const cause = why === null ? '' : `: ${messageOf(why)}`;
  return pictures > 0
    ? streamRefusal('stream-ended', `Reading its video ended${cause}.`)
    : streamRefusal('stream-unconfined', `ffmpeg could not be started${cause}.`);
}
