import type { LossCode } from './child.js';
import type { CarriedError } from './messages.js';

/** First message to a vision service: its resources and what to probe. */
export interface Hello {
  kind: 'hello';
  threads: number;
  upscale: 'auto' | 'best' | 'fast';
  maxRssBytes: number;
  /** Niceness of the process, 0..19. */
  nice: number;
  probe: Probe;
}

/** Things that must be out of reach from the inside; the service tries each and says what it reached. */
export interface Probe {
  /** Absolute paths of files and folders of the hub. */
  files: string[];
  /** A TCP port that the hub listens on, on 127.0.0.1, while the service starts. */
  port: number;
}

/** From the hub to the vision service. `id` is unique in the life of one connection. */
export type ToService =
  | Hello
  | { kind: 'run'; id: number; task: string; request: unknown; silenceMs: number }
  /** Stop working on it; an answer is still expected, and soon. */
  | { kind: 'cancel'; id: number }
  /** There is no more work: end. */
  | { kind: 'end' };

/** From the vision service to the hub. Every `run` gets one `done`, `failed` or `lost`, or the connection ends. */
export type FromService =
  /** The process is there; `reached` names what of the probe is open to it, empty when it is confined. */
  | { kind: 'ready'; reached: string[] }
  | { kind: 'unavailable'; error: CarriedError }
  | { kind: 'progress'; id: number; done: number }
  | { kind: 'done'; id: number; response: unknown }
  | { kind: 'failed'; id: number; error: CarriedError }
  | { kind: 'lost'; id: number; code: LossCode; detail: string };

/** Bounds on the byte arrays of one message, to the service and back. */
export const MOST_REQUEST_BYTES = 512 * 1024 * 1024;
/** Limit of one response in bytes; an enlargement fits in it. */
export const MOST_RESPONSE_BYTES = 128 * 1024 * 1024;
