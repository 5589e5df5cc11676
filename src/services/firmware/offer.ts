/** Images that fit a camera, and cameras that an image fits. Pure. */
import { compareVersions, isNewer, parseVersion } from '../../cameras/protocol/firmware-version.js';
import { Refusal } from '../../core/errors.js';
import type { CameraRow } from '../../store/cameras.js';
import type { FirmwareImage, Rollout, RolloutState } from '../../store/firmware.js';
import { isHalted, isUnderWay } from './turn.js';

/** The image that matters to a camera now, and how it stands with it. */
export interface CameraUpdate {
  image: number;
  /** Its version. */
  available: string;
  /** Null while nobody has asked for it. */
  state: RolloutState | null;
  /** 0 to 100 while it is being received; null else. */
  percent: number | null;
  /** Why it went wrong; `halted` while it waits because it went wrong elsewhere; null else. */
  reason: string | null;
}

/** Null when the camera runs the newest image there is for its board, or has not said what it is. */
export function updateFor(
  { id, state }: CameraRow,
  images: readonly FirmwareImage[],
  rollouts: readonly Rollout[],
  receivedOf: (row: Rollout) => number,
): CameraUpdate | null {
  const own = rollouts.filter(({ camera }) => camera === id);
  const busy = own.find(isUnderWay);
  if (busy) return toUpdateView(busy, receivedOf);
  const newest = state ? newestFor(state.board, images) : null;
  if (!newest || !state || !isNewer(newest.version, state.firmware)) return null;
  const row = own.find(({ imageId, state: at }) => imageId === newest.id && at !== 'cancelled');
  if (row?.state === 'waiting' && isHalted(rollouts, row.imageId))
    return { ...toUpdateView(row, receivedOf), reason: 'halted' };
  if (row) return toUpdateView(row, receivedOf);
  return { image: newest.id, available: newest.version, state: null, percent: null, reason: null };
}

/** The newest image for a board. */
export function newestFor(board: string, images: readonly FirmwareImage[]): FirmwareImage | null {
  const fitting = images.filter((image) => image.board === board);
  return fitting.reduce<FirmwareImage | null>(
    (best, image) => (best && !isAbove(image, best) ? best : image),
    null,
  );
}

/**
 * The cameras that an image is for: those that are named, else every one of its board with an older version, but those
 * that gave this image up. Throws a `Refusal`: `camera-unknown`, `firmware-other-board`, `firmware-not-newer`, or
 * `firmware-no-camera` when there is none.
 */
export function camerasFor(
  image: FirmwareImage,
  cameras: readonly CameraRow[],
  rollouts: readonly Rollout[],
  wanted: readonly string[] | null,
): string[] {
  if (wanted !== null) return wanted.map((id) => checked(image, id, cameras));
  const gaveUp = (id: string) =>
    rollouts.some((row) => row.camera === id && row.imageId === image.id && row.state === 'rolled-back');
  const fitting = cameras
    .filter(
      ({ id, state }) =>
        state?.board === image.board && isNewer(image.version, state.firmware) && !gaveUp(id),
    )
    .map(({ id }) => id);
  if (fitting.length > 0) return fitting;
  throw new Refusal(
    'firmware-no-camera',
    `No camera of the board ${image.board} runs an older version that has not given ${image.version} up.`,
  );
}

function checked({ board, version }: FirmwareImage, id: string, cameras: readonly CameraRow[]): string {
  const camera = cameras.find((candidate) => candidate.id === id);
  if (!camera) throw new Refusal('camera-unknown', `There is no camera "${id}".`);
  if (camera.state?.board !== board) {
    const own = camera.state ? `is a ${camera.state.board}` : 'has not said yet what it is';
    throw new Refusal('firmware-other-board', `The image is for ${board}; the camera "${id}" ${own}.`);
  }
  if (!isNewer(version, camera.state.firmware))
    throw new Refusal('firmware-not-newer', `The camera "${id}" runs ${camera.state.firmware} already.`);
  return id;
}

function toUpdateView(row: Rollout, receivedOf: (row: Rollout) => number): CameraUpdate {
  const percent = row.state === 'receiving' ? Math.floor((receivedOf(row) / row.length) * 100) : null;
  return { image: row.imageId, available: row.version, state: row.state, percent, reason: row.reason };
}

function isAbove(a: FirmwareImage, b: FirmwareImage): boolean {
  const [left, right] = [parseVersion(a.version), parseVersion(b.version)];
  return left !== null && right !== null && compareVersions(left, right) > 0;
}
