/** Identity of a camera on the wire: its id and its key. docs/PROTOCOL.md, section "Connection". */
import { randomBytes } from 'node:crypto';
import type { BurstKey, CameraId } from './types.js';

const CAMERA_ID = /^[a-z0-9][a-z0-9-]{0,31}$/;
const CAMERA_KEY = /^[0-9a-f]{64}$/;
const BURST_KEY = /^[A-Za-z0-9_-]{1,32}$/;

/** Names below `petcam/` that belong to the hub. */
const RESERVED = new Set(['bridge', 'hub']);

/** True for a text that may be the id of a camera. */
export function isCameraId(text: string): text is CameraId {
  return CAMERA_ID.test(text) && !RESERVED.has(text);
}

/** True for 64 lower-case hexadecimal digits, the only form a key is ever sent in. */
export function isCameraKey(text: string): boolean {
  return CAMERA_KEY.test(text);
}

/** True for a text that may be a camera's name of a burst. */
export function isBurstKey(text: string): text is BurstKey {
  return BURST_KEY.test(text);
}

/** A new secret of 256 random bits for one camera, as 64 lower-case hexadecimal digits. */
export function newCameraKey(): string {
  return randomBytes(32).toString('hex');
}
