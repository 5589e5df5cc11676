/** Admission of a burst that is to be opened now. Pure. docs/PROTOCOL.md, section "When the hub cannot take a burst". */
import type { Withheld } from './reducer.js';

/** Bursts that a camera may have open; a further one waits in the camera. */
export const MAX_OPEN_BURSTS = 8;

/**
 * Bursts that need no place because the hub itself could not store their frames. A camera keeps no more than these
 * (`PETCAM_QUEUE_BURSTS` of the firmware), so that a disk that is full now and then cannot open bursts without end.
 */
export const MAX_HELD_BURSTS = 16;

/** Facts that decide whether another burst of a camera may be opened. */
export interface AdmissionState {
  /** Bursts of the camera that take a place. */
  active: number;
  /** Bursts of the camera that were open when the hub could not store. */
  held: number;
  /** True while the disk takes another frame. */
  hasRoom: boolean;
  /** True while the camera has had its share of the hub. */
  aboveShare: boolean;
}

/** Why no further burst of the camera may be opened; null when one may. */
export function withheldFrom({ active, held, hasRoom, aboveShare }: AdmissionState): Withheld | null {
  if (!hasRoom) return 'storage-full';
  const taken = active + Math.max(0, held - MAX_HELD_BURSTS);
  return taken >= MAX_OPEN_BURSTS || aboveShare ? 'hub-busy' : null;
}
