import type { ImageLimits } from './image-limits.js';

/** Largest pictures, in pixels, of the sensors that the camera firmware knows, by the model that a camera's state names. */
const SENSOR_PIXELS: Readonly<Record<string, number>> = {
  ov2640: 1600 * 1200,
  ov3660: 2048 * 1536,
  ov5640: 2592 * 1944,
};

/** A frame of the wire contract has no more bytes, and no sensor makes a JPEG of more than one scan. */
const FRAME = { maxBytes: 524_288, maxScans: 20 };

/**
 * Limits for a frame, by the model of its camera's sensor; those of an OV2640 where it is not known. The size that the
 * camera is set to says nothing: its memory may hold frames from before. A camera by address has the `pixels` that were
 * found when its address was given.
 */
export function frameLimitsOf(sensor: string | null, pixels: number | null = null): ImageLimits {
  if (pixels !== null) return { ...FRAME, maxPixels: pixels };
  const model = sensor !== null && Object.hasOwn(SENSOR_PIXELS, sensor) ? sensor : 'ov2640';
  return { ...FRAME, maxPixels: SENSOR_PIXELS[model] as number };
}

/** Limits for a frame of any camera. */
export const LARGEST_FRAME_LIMITS: ImageLimits = {
  ...FRAME,
  maxPixels: Math.max(...Object.values(SENSOR_PIXELS)),
};
