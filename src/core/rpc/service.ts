import type { MessagePort } from 'node:worker_threads';
import { encodeError } from './errors.js';
import type { CallTypes, FromService, ToService } from './messages.js';

/** Far end of a connection, in the thread or process that does the work. */
export interface ServicePort {
  post(message: FromService): void;
  onMessage(listener: (message: ToService) => void): void;
  /** Ends the service; a process ends at once. */
  end(): void;
}

/** Tools of a handler besides its request. `signal` aborts when nobody waits for the answer; `onProgress` takes 0..1. */
export interface CallContext {
  signal: AbortSignal;
  onProgress: (done: number) => void;
}

/** Functions that do the calls. What one throws reaches the caller by `encodeError`. */
export type Handlers<Calls extends CallTypes<Calls>> = {
  [Name in keyof Calls]: (
    request: Calls[Name]['request'],
    context: CallContext,
  ) => Calls[Name]['response'] | Promise<Calls[Name]['response']>;
};

/** Work of a service: its handlers, and what is to be closed when the client ends it. */
export interface ServiceParts<Calls extends CallTypes<Calls>> {
  handlers: Handlers<Calls>;
  /** The service ends once that is done. */
  close?: () => void | Promise<void>;
}

/**
 * Answers calls with the handlers that `open` gives, until the client ends the service. What `open` throws says that
 * the service is unusable, and ends it. `emit` sends news that belongs to no call.
 */
export function serve<Calls extends CallTypes<Calls>>(
  port: ServicePort,
  open: (emit: (event: unknown) => void) => ServiceParts<Calls>,
): void {
  try {
    const parts = open((event) => port.post({ kind: 'event', event }));
    const service = new Service(port, parts);
    port.onMessage((message) => service.hear(message));
    port.post({ kind: 'ready' });
  } catch (thrown) {
    port.post({ kind: 'unusable', error: encodeError(thrown) });
    port.end();
  }
}

class Service<Calls extends CallTypes<Calls>> {
  readonly #port: ServicePort;
  readonly #parts: ServiceParts<Calls>;
  readonly #running = new Map<number, AbortController>();

  constructor(port: ServicePort, parts: ServiceParts<Calls>) {
    this.#port = port;
    this.#parts = parts;
  }

  hear(message: ToService): void {
    if (message.kind === 'call') void this.#perform(message.id, message.name as keyof Calls, message.request);
    else if (message.kind === 'cancel') this.#running.get(message.id)?.abort();
    else void this.#end();
  }

  /** Nothing is waited for where there is nothing to wait for: a process ends at once. */
  async #end(): Promise<void> {
    const closing = this.#parts.close?.();
    if (closing) await closing;
    this.#port.end();
  }

  async #perform(id: number, name: keyof Calls, request: unknown): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    const context: CallContext = {
      signal: controller.signal,
      onProgress: (done) => this.#port.post({ kind: 'progress', id, done }),
    };
    try {
      const response = await this.#parts.handlers[name](request, context);
      this.#port.post({ kind: 'done', id, response });
    } catch (thrown) {
      this.#port.post({ kind: 'failed', id, error: encodeError(thrown) });
    } finally {
      this.#running.delete(id);
    }
  }
}

/** Port of a service in a thread, or at the other end of a message channel. */
export function threadPort(port: MessagePort): ServicePort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
    end: () => port.close(),
  };
}

/** Parts of `process` that a service in a forked process needs. */
export interface ServiceProcess {
  on(event: 'message', listener: (message: ToService) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
  send?(message: FromService): unknown;
  exit(code: number): void;
}

/** Port of a service in a process of its own, which ends with the process that forked it. */
export function processPort(process: ServiceProcess): ServicePort {
  process.once('disconnect', () => process.exit(0));
  return {
    post: (message) => void process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    end: () => process.exit(0),
  };
}
