import type { Duplex } from 'node:stream';
import { freeBuffersAfter } from '../../core/collect-garbage.js';
import { type Connection, openConnection } from '../../core/rpc/connection.js';
import type { FromService, ToService } from '../../core/rpc/messages.js';
import type { Probe } from '../../core/rpc/reach.js';
import { type CallContext, type Handlers, type ServicePort, serve } from '../../core/rpc/service.js';
import { blockCells } from './block-cells.js';
import type { VisionChild } from './child.js';
import { IMAGE_LIMITS } from './image-limits.js';
import { MOST_REQUEST_BYTES, type ServiceCalls, type StartRequest } from './service-calls.js';
import type { MotionCells, VisionTask, VisionTasks } from './types.js';

/** Parts of a vision service that differ between a test and the real one. */
export interface VisionServiceParts {
  /** Starts a vision process as the hub asks for it. Rejects as `startChild`. */
  start(request: StartRequest, signal: AbortSignal): Promise<VisionChild>;
  /** Tries the probe and names what is open. */
  reach(probe: Probe): Promise<string[]>;
}

/**
 * Serves one hub over a connection: starts a vision process when the hub asks for it, or needs it, passes tasks to it, kills it when
 * it takes too long or when the hub is gone, and says why it ended. Runs inside of the confinement, as the parent of
 * the vision process, because the hub has no right to it there. Resolves when connection and process are gone.
 */
export async function serveVision(stream: Duplex, parts: VisionServiceParts): Promise<void> {
  const gone = new AbortController();
  const port = new ConnectionPort(stream);
  const service = new VisionService(parts, gone.signal, () => port.end());
  // The hub ends its half to have the process killed, and waits for the other half to end.
  stream.once('end', () => gone.abort());
  stream.once('close', () => gone.abort());
  gone.signal.addEventListener('abort', () => void service.kill().then(() => port.end()));
  serve<ServiceCalls>(port, () => ({ handlers: service.handlers, close: () => service.end() }));
  await port.closed;
  await service.kill();
}

/** Far end of a connection, which ends once every call that came over it is answered. */
class ConnectionPort implements ServicePort {
  readonly #connection: Connection;
  #listener: (message: ToService) => void = () => {};
  #unanswered = 0;
  #isEnding = false;

  constructor(stream: Duplex) {
    this.#connection = openConnection(stream, MOST_REQUEST_BYTES, (message) =>
      this.#hear(message as ToService),
    );
  }

  get closed(): Promise<unknown> {
    return this.#connection.closed;
  }

  onMessage(listener: (message: ToService) => void): void {
    this.#listener = listener;
  }

  post(message: FromService): void {
    this.#connection.send(message);
    if (message.kind === 'done' || message.kind === 'failed') this.#unanswered -= 1;
    this.#endIfAnswered();
  }

  end(): void {
    this.#isEnding = true;
    this.#endIfAnswered();
  }

  #hear(message: ToService): void {
    if (message.kind === 'call') this.#unanswered += 1;
    this.#listener(message);
  }

  #endIfAnswered(): void {
    if (this.#isEnding && this.#unanswered === 0) this.#connection.end();
  }
}

class VisionService {
  readonly handlers: Handlers<ServiceCalls>;
  readonly #parts: VisionServiceParts;
  readonly #gone: AbortSignal;
  readonly #onEnd: () => void;
  #child: Promise<VisionChild | null> = Promise.resolve(null);
  /** What to start the process with once it is needed; null when it is started, or nothing was asked for. */
  #toStart: StartRequest | null = null;

  /** `onEnd` is called when the process is gone, or did not start. */
  constructor(parts: VisionServiceParts, gone: AbortSignal, onEnd: () => void) {
    this.#parts = parts;
    this.#gone = gone;
    this.#onEnd = onEnd;
    const pass =
      <T extends VisionTask>(task: T) =>
      (request: ServiceCalls[T]['request'], context: CallContext) =>
        this.#perform(task, request, context) as Promise<ServiceCalls[T]['response']>;
    this.handlers = {
      start: (request) => this.#start(request),
      motionCells: async (call, context) =>
        cellsWithoutProcess(call.request) ?? pass('motionCells')(call, context),
      contents: pass('contents'),
      appearances: pass('appearances'),
      coarseStats: pass('coarseStats'),
      detect: pass('detect'),
      analyse: pass('analyse'),
      thumbnails: pass('thumbnails'),
      noticePicture: pass('noticePicture'),
      upscale: pass('upscale'),
      highlight: pass('highlight'),
      film: pass('film'),
      checkModel: pass('checkModel'),
      tryModel: pass('tryModel'),
    };
  }

  async kill(): Promise<void> {
    await (await this.#child)?.kill();
  }

  async end(): Promise<void> {
    await (await this.#child)?.end();
  }

  async #start(request: StartRequest): Promise<{ reached: string[] }> {
    if (request.whenNeeded) this.#toStart = request;
    const starting = request.whenNeeded ? null : this.#startProcess(request);
    const [reached] = await Promise.all([this.#parts.reach(request.probe), starting]);
    return { reached };
  }

  #startProcess(request: StartRequest): Promise<VisionChild> {
    this.#toStart = null;
    const starting = this.#parts.start(request, this.#gone);
    this.#child = starting.catch(() => null);
    void this.#child.then((child) => child?.ended).then(this.#onEnd);
    return starting;
  }

  async #perform(
    task: VisionTask,
    { request, silenceMs }: ServiceCalls[VisionTask]['request'],
    context: CallContext,
  ): Promise<unknown> {
    const child = this.#toStart ? await this.#startProcess(this.#toStart) : await this.#child;
    if (!child) throw new Error('no vision process was started');
    return child.perform({ task, request, silenceMs, ...context });
  }
}

/** Cells of a picture that does not have to be decoded for them. */
function cellsWithoutProcess({ bytes, limits }: VisionTasks['motionCells']['request']): MotionCells | null {
  // As it came over the connection, and as a picture.
  freeBuffersAfter(2 * bytes.length);
  return blockCells(bytes, limits ?? IMAGE_LIMITS);
}
