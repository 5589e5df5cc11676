import type { Probe } from '../../core/rpc/reach.js';
import type { VisionTask, VisionTasks } from './types.js';

/** First request to a vision service: the resources of its process, and what to probe. */
export interface StartRequest {
  threads: number;
  upscale: 'auto' | 'best' | 'fast';
  maxRssBytes: number;
  /** Niceness of the process, 0..19. */
  nice: number;
  probe: Probe;
  /**
   * True to start the process for the first task that needs one: the search for motion seldom does. A service of before
   * starts it at once.
   */
  whenNeeded?: boolean;
}

/** Calls of a vision service: one process for each connection, then tasks, one at a time. */
export type ServiceCalls = {
  [T in VisionTask]: {
    request: { request: VisionTasks[T]['request']; silenceMs: number };
    response: VisionTasks[T]['response'];
  };
} & {
  /** Starts the process; `reached` names what of the probe is open to it, empty when it is confined. */
  start: { request: StartRequest; response: { reached: string[] } };
};

/** Bounds on the byte arrays of one message, to the service and back. */
export const MOST_REQUEST_BYTES = 512 * 1024 * 1024;
/** Limit of one response in bytes; an enlargement fits in it. */
export const MOST_RESPONSE_BYTES = 128 * 1024 * 1024;
