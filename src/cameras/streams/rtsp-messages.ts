import type { Probe } from '../../core/rpc/reach.js';
import type { Credentials } from './authentication.js';

/** Bytes of one message between the hub and an RTSP process, in each direction. */
export const MOST_MESSAGE_BYTES = 256 * 1024;

/** Bytes on their way to ffmpeg that the process has not taken yet; beyond them the camera waits. */
export const MOST_WAITING_BYTES = 512 * 1024;

/** Connections to the camera that ffmpeg may have at a time: over TCP it needs one, and another one after a refusal. */
export const MOST_CHANNELS = 4;

/**
 * Messages of the hub to an RTSP process. The first one asks what the process can reach, `start` has it read the path
 * of a camera, and `data` and `end` are what comes from the camera on one of the connections that ffmpeg opened.
 */
export type ToRtsp =
  | { kind: 'probe'; probe: Probe }
  | { kind: 'start'; path: string; credentials: Credentials | null }
  | { kind: 'data'; channel: number; bytes: Uint8Array }
  | { kind: 'end'; channel: number };

/**
 * Messages of an RTSP process to the hub: what it can reach; connections that ffmpeg opens, fills and ends; how many
 * bytes of the camera it has taken; the pictures as a stream of parts; and the last words of ffmpeg, null when there is
 * none on the machine.
 */
export type FromRtsp =
  | { kind: 'reached'; reached: string[] }
  | { kind: 'open'; channel: number }
  | { kind: 'data'; channel: number; bytes: Uint8Array }
  | { kind: 'end'; channel: number }
  | { kind: 'taken'; channel: number; length: number }
  | { kind: 'pictures'; bytes: Uint8Array }
  | { kind: 'over'; words: string | null };

/** Boundary of ffmpeg's `mpjpeg`, as its content type has it. */
export const RTSP_BOUNDARY = 'ffmpeg';

/** Message of an RTSP process, which is not trusted; null for what is none. */
export function readFromRtsp(message: unknown): FromRtsp | null {
  if (typeof message !== 'object' || message === null) return null;
  const { kind, channel, bytes, length, reached, words } = message as Record<string, unknown>;
  const hasChannel = Number.isSafeInteger(channel) && (channel as number) >= 0;
  const fits =
    (kind === 'reached' && Array.isArray(reached) && reached.every((name) => typeof name === 'string')) ||
    ((kind === 'open' || kind === 'end') && hasChannel) ||
    (kind === 'data' && hasChannel && bytes instanceof Uint8Array) ||
    (kind === 'taken' && hasChannel && Number.isSafeInteger(length) && (length as number) >= 0) ||
    (kind === 'pictures' && bytes instanceof Uint8Array) ||
    (kind === 'over' && (words === null || typeof words === 'string'));
  return fits ? (message as FromRtsp) : null;
}
