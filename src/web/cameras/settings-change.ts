import type { CameraSettings } from '../api/camera-calls.js';

/** What of `wanted` differs from what is in force: only that is sent, so that nobody undoes what another phone did. */
export function changed(inForce: CameraSettings, wanted: CameraSettings): Partial<CameraSettings> {
  const keys = Object.keys(wanted) as (keyof CameraSettings)[];
  return Object.fromEntries(
    keys.filter((key) => wanted[key] !== inForce[key]).map((key) => [key, wanted[key]]),
  );
}
