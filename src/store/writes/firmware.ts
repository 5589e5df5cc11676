import { Refusal } from '../../core/errors.js';
import type { Connection } from '../database.js';
import type { FirmwareImage, Rollout, RolloutState, RolloutStep } from '../firmware.js';
import { firmwareReads } from '../reads/firmware.js';
import type { WriteContext } from './context.js';

/** At most 2 MB each: enough for several boards and a step back. */
const MOST_IMAGES = 8;

/** Bytes of one row of an image: what a camera asks for at once. */
const CHUNK_BYTES = 4096;

/** States from the offer to the end of the trial. */
const UNDER_WAY: readonly RolloutState[] = ['offered', 'receiving', 'restarting', 'trial'];

const underWay = UNDER_WAY.map((state) => `'${state}'`).join();

/** Statements on images and roll-outs, prepared once. */
function firmwareStatements(db: Connection) {
  const insert = db.prepare(
    `INSERT INTO firmware_image (board, version, length, sha256, claim, signature, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const putChunk = db.prepare('INSERT INTO firmware_chunk (image_id, position, bytes) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM firmware_image WHERE id = ?');
  const numberOf = db
    .prepare<[string], number>('SELECT number FROM camera WHERE id = ? AND removed_at IS NULL')
    .pluck();
  const ask = db.prepare<[number, number, number, number], { id: number }>(
    `INSERT INTO firmware_rollout (image_id, camera_number, state, asked_at, changed_at)
     VALUES (?, ?, 'waiting', ?, ?) ON CONFLICT (image_id, camera_number) DO UPDATE SET state = 'waiting', received = 0,
     reason = NULL, halts = 0, asked_at = excluded.asked_at, changed_at = excluded.changed_at
     WHERE state NOT IN (${underWay}, 'waiting') RETURNING id`,
  );
  const goOn = db.prepare('UPDATE firmware_rollout SET halts = 0 WHERE image_id = ?');
  const change = db.prepare(
    `UPDATE firmware_rollout SET state = ?, received = ifnull(?, received), reason = ?, halts = ?, changed_at = ?
     WHERE id = ?`,
  );
  return { insert, putChunk, remove, numberOf, ask, goOn, change };
}

/** Images for cameras, and where each camera is with each. Every change of a state is an event. */
export function firmwareWrites({ db, at, announce }: WriteContext) {
  const read = firmwareReads(db);
  const sql = firmwareStatements(db);

  function tell(rolloutId: number): void {
    const { imageId, camera, version, state, reason } = read.rollout(rolloutId) as Rollout;
    announce('firmware.updated', { imageId, camera, version, state, reason });
  }

  function step(
    id: number,
    from: readonly RolloutState[],
    { state, received, reason }: RolloutStep,
  ): boolean {
    const row = read.rollout(id);
    if (!row || !from.includes(row.state)) return false;
    const halts = state === 'failed' || state === 'rolled-back';
    sql.change.run(state, received ?? null, reason ?? null, Number(halts), at(), id);
    if (state !== row.state) tell(id);
    return true;
  }

  /** A camera takes one image at a time. */
  function leaveOtherLines(imageId: number, camera: string): void {
    for (const other of read.rollouts()) {
      if (other.camera !== camera || other.imageId === imageId) continue;
      if (UNDER_WAY.includes(other.state))
        throw new Refusal('firmware-busy', `The camera "${camera}" is taking ${other.version} now.`);
      step(other.id, ['waiting'], { state: 'cancelled', reason: 'replaced' });
    }
  }

  return {
    addFirmware(image: Omit<FirmwareImage, 'id' | 'addedAt'>, bytes: Uint8Array): FirmwareImage {
      const { board, version, length, sha256, claim, signature } = image;
      const images = read.firmwareImages();
      const same = images.find((other) => other.board === board && other.version === version);
      if (same?.claim === claim) return same;
      if (same)
        throw new Refusal('firmware-exists', `There is another image of ${version} for ${board} already.`);
      if (images.length >= MOST_IMAGES)
        throw new Refusal('firmware-full', `There are ${MOST_IMAGES} images already: remove an old one.`);
      const added = sql.insert.run(board, version, length, sha256, claim, signature, at());
      const id = Number(added.lastInsertRowid);
      for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES)
        sql.putChunk.run(id, offset, bytes.subarray(offset, offset + CHUNK_BYTES));
      announce('firmware.updated', { imageId: id, camera: null, version, state: null, reason: null });
      return known(read, id);
    },

    removeFirmware(id: number): void {
      const { version } = known(read, id);
      if (read.rollouts().some(({ imageId, state }) => imageId === id && UNDER_WAY.includes(state)))
        throw new Refusal('firmware-in-use', 'A camera is taking this image now: stop the roll-out first.');
      sql.remove.run(id);
      announce('firmware.updated', { imageId: id, camera: null, version, state: null, reason: 'removed' });
    },

    askRollout(imageId: number, cameras: string[]): void {
      known(read, imageId);
      sql.goOn.run(imageId);
      for (const camera of cameras) {
        const number = sql.numberOf.get(camera);
        if (number === undefined) throw new Refusal('camera-unknown', `There is no camera "${camera}".`);
        leaveOtherLines(imageId, camera);
        const changed = sql.ask.get(imageId, number, at(), at());
        if (changed) tell(changed.id);
      }
    },

    stopRollout(imageId: number): void {
      known(read, imageId);
      for (const { id } of read.rollouts().filter((row) => row.imageId === imageId))
        step(id, ['waiting', 'offered', 'receiving'], { state: 'cancelled', reason: 'stopped' });
    },

    stepRollout: (id: number, from: RolloutState[], how: RolloutStep): boolean => step(id, from, how),
  };
}

function known(read: ReturnType<typeof firmwareReads>, id: number): FirmwareImage {
  const image = read.firmwareImage(id);
  if (!image) throw new Refusal('firmware-unknown', 'There is no such firmware image.');
  return image;
}
