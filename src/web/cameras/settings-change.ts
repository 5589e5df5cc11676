import type { CameraSettings } from '../api/camera-calls.js';

/**
 * Settings in `wanted` that differ from those in force: only they are sent, so that nobody undoes what another phone
 * did.
 */
export function changed<Settings extends object = CameraSettings>(
  inForce: Settings,
  wanted: Settings,
): Partial<Settings> {
  const keys = Object.keys(wanted) as (keyof Settings)[];
  return Object.fromEntries(
    keys.filter((key) => wanted[key] !== inForce[key]).map((key) => [key, wanted[key]]),
  ) as Partial<Settings>;
}
