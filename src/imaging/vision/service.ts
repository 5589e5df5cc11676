import type { Duplex } from 'node:stream';
import type { Outcome, VisionChild } from './child.js';
import { type Connection, openConnection } from './connection.js';
import { carry } from './messages.js';
import {
  type FromService,
  type Hello,
  MOST_REQUEST_BYTES,
  type Probe,
  type ToService,
} from './service-messages.js';

/** Parts of a vision service that differ between a test and the real one. */
export interface ServiceParts {
  /** Starts a vision process as the hub asks for it. Rejects as `startChild`. */
  start(hello: Hello, signal: AbortSignal): Promise<VisionChild>;
  /** Tries the probe and names what is open. */
  reach(probe: Probe): Promise<string[]>;
}

/**
 * Serves one hub over a connection: starts a vision process when the hub says hello, passes tasks to it, kills it when
 * it takes too long or when the hub is gone, and says why it ended. Runs inside of the confinement, as the parent of
 * the vision process, because the hub has no right to it there. Resolves when connection and process are gone.
 */
export async function serveVision(stream: Duplex, parts: ServiceParts): Promise<void> {
  const gone = new AbortController();
  const service = new Service(parts, gone.signal);
  const connection = openConnection(stream, MOST_REQUEST_BYTES, (message) =>
    service.hear(message as ToService, connection),
  );
  // The hub ends its half to have the process killed, and waits for the other half to end.
  stream.once('end', () => gone.abort());
  stream.once('close', () => gone.abort());
  gone.signal.addEventListener('abort', () => void service.kill().then(() => connection.end()));
  await connection.closed;
  await service.kill();
}

class Service {
  readonly #parts: ServiceParts;
  readonly #gone: AbortSignal;
  #starting: Promise<VisionChild | null> = Promise.resolve(null);
  readonly #running = new Map<number, { controller: AbortController; answered: Promise<void> }>();

  constructor(parts: ServiceParts, gone: AbortSignal) {
    this.#parts = parts;
    this.#gone = gone;
  }

  hear(message: ToService, connection: Connection): void {
    if (message.kind === 'hello') this.#starting = this.#start(message, connection);
    else if (message.kind === 'run') this.#run(message, connection);
    else if (message.kind === 'cancel') this.#running.get(message.id)?.controller.abort();
    else void this.#starting.then((child) => child?.end());
  }

  async kill(): Promise<void> {
    await (await this.#starting)?.kill();
  }

  async #start(hello: Hello, connection: Connection): Promise<VisionChild | null> {
    try {
      const [reached, child] = await Promise.all([
        this.#parts.reach(hello.probe),
        this.#parts.start(hello, this.#gone),
      ]);
      say(connection, { kind: 'ready', reached });
      void child.ended.then(() => this.#finish(connection));
      return child;
    } catch (thrown) {
      say(connection, { kind: 'unavailable', error: carry(thrown) });
      connection.end();
      return null;
    }
  }

  #run({ id, ...assignment }: Extract<ToService, { kind: 'run' }>, connection: Connection): void {
    const controller = new AbortController();
    const onProgress = (done: number) => say(connection, { kind: 'progress', id, done });
    const work = async () => {
      const child = await this.#starting;
      const outcome = await child?.perform({ ...assignment, signal: controller.signal, onProgress });
      if (outcome) say(connection, answerOf(id, outcome));
      this.#running.delete(id);
    };
    this.#running.set(id, { controller, answered: work() });
  }

  /** The process is gone: every task is answered with that before the connection ends. */
  async #finish(connection: Connection): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ answered }) => answered));
    connection.end();
  }
}

function answerOf(id: number, outcome: Outcome): FromService {
  return { id, ...outcome };
}

function say(connection: Connection, message: FromService): void {
  connection.send(message);
}
