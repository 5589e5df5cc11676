/** Bytes that one camera's frames and photos take. */
export interface CameraSpace {
  camera: string;
  bytes: number;
}

/**
 * Bytes that each camera may have when the database is to have at most `limit`: what is left beside everything that is
 * of no camera, in equal parts. 0 when that alone takes more.
 *
 * @param used bytes of the whole database
 */
export function shareOf(spaces: readonly CameraSpace[], used: number, limit: number): number {
  const others = used - spaces.reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.max(0, Math.floor((limit - others) / Math.max(1, spaces.length)));
}

/** Cameras that have more than `share`, the one that has most first. */
export function aboveShare(spaces: readonly CameraSpace[], share: number): string[] {
  return spaces
    .filter(({ bytes }) => bytes > share)
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ camera }) => camera);
}
