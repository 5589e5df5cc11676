import type { CameraSettings } from '../api/camera-calls.js';

/** What of `wish` differs from what is in force: only that is sent, so that nobody undoes what another phone did. */
export function changed(inForce: CameraSettings, wish: CameraSettings): Partial<CameraSettings> {
  const keys = Object.keys(wish) as (keyof CameraSettings)[];
  return Object.fromEntries(keys.filter((key) => wish[key] !== inForce[key]).map((key) => [key, wish[key]]));
}
