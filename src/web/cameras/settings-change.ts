import type { CameraSettings } from '../api/camera-calls.js';

/**
 * Settings in `wanted` that differ from those in force: only they are sent, so that nobody undoes what another phone
 * did.
 */
export function changed(inForce: CameraSettings, wanted: CameraSettings): Partial<CameraSettings> {
  const keys = Object.keys(wanted) as (keyof CameraSettings)[];
  return Object.fromEntries(
    keys.filter((key) => wanted[key] !== inForce[key]).map((key) => [key, wanted[key]]),
  );
}
