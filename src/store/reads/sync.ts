import { createHash } from 'node:crypto';
import type { StreamSource } from '../../cameras/streams/source.js';
import { Refusal } from '../../core/errors.js';
import type { Connection } from '../database.js';
import type {
  Outbox,
  SentObject,
  SyncBlob,
  SyncCounts,
  SyncObject,
  SyncRemovals,
  Upload,
} from '../outbox.js';
import { ImageGuard } from './image-guard.js';
import { SHOWN } from './movement.js';

type Row = Record<string, string | number | null>;
type Reads = Pick<
  Outbox,
  'uploadBelow' | 'homeUpload' | 'syncObject' | 'removalDue' | 'leavingObjects' | 'sentObjects' | 'syncCounts'
>;

/** Settings that are this machine's own. */
const OWN_SETTINGS = "key NOT IN ('probe', 'notify cursor') AND key NOT LIKE 'sync %'";

const PHOTO_MARK = "p.version || ':' || p.favourite";
/** A losing frame never changes. */
const FRAME_MARK = '1';

interface Candidate {
  id: number;
  burstId: number;
  frameId: number;
  favourite: number;
  upscale: string;
  mark: string;
  key: string | null;
  sent: string | null;
  nextMark: string | null;
  nextMd5: string | null;
}

/** Secrets of cameras in the clear, by their ids; null where there is none, or none that can be opened. */
export interface OpenedSecrets {
  cameraKey: (id: string) => Uint8Array | null;
  streamSource: (id: string) => StreamSource | null;
}

/** Reads of what is due to the bucket. */
export function syncReads(db: Connection, secrets: OpenedSecrets, guard = new ImageGuard()): Reads {
  const photos = db.prepare<[number, number], Candidate>(
    `SELECT p.id, p.burst_id AS burstId, p.frame_id AS frameId, p.favourite, p.upscale, ${PHOTO_MARK} AS mark,
       s.key, s.mark AS sent, s.next_mark AS nextMark, s.next_md5 AS nextMd5
     FROM photo p LEFT JOIN sync_object s ON s.kind = 'photo' AND s.subject = p.id
     WHERE p.id < ? AND p.deleted_at IS NULL ORDER BY p.id DESC LIMIT ?`,
  );
  const losing = db.prepare<
    [number, number, string],
    Omit<Candidate, 'burstId' | 'frameId' | 'favourite' | 'upscale'>
  >(
    `SELECT f.id, '${FRAME_MARK}' AS mark, s.key, s.mark AS sent, s.next_mark AS nextMark, s.next_md5 AS nextMd5
     FROM frame f LEFT JOIN sync_object s ON s.kind = 'frame' AND s.subject = f.id
     WHERE f.burst_id = ? AND f.has_bytes = 1 AND f.id <> ? AND s.mark IS NOT '${FRAME_MARK}'
       AND f.id NOT IN (SELECT value FROM json_each(?)) LIMIT 1`,
  );
  const home = homeReads(db, secrets);
  const photoObject = photoObjects(db, guard);

  function dueOf(photo: Candidate, scope: string, exceptFrames: string): Upload | null {
    if ((scope === 'favourites' && photo.favourite === 0) || photo.upscale === 'pending') return null;
    if (photo.sent !== photo.mark) return uploadOf('photo', photo, 0);
    const frame = scope === 'all' ? losing.get(photo.burstId, photo.frameId, exceptFrames) : undefined;
    return frame ? uploadOf('frame', frame, photo.id) : null;
  }

  return {
    uploadBelow(below, scope, limit, exceptFrames = []) {
      const except = JSON.stringify(exceptFrames);
      const rows = photos.all(below, limit);
      for (const row of rows) {
        const upload = dueOf(row, scope, except);
        if (upload) return { upload, next: row.id };
      }
      return { upload: null, next: rows[limit - 1]?.id ?? null };
    },
    homeUpload: home.upload,
    syncObject: (upload) => (upload.kind === 'house' ? home.syncObject(upload.mark) : photoObject(upload)),
    ...objectReads(db),
  };
}

function uploadOf(
  kind: Upload['kind'],
  row: Pick<Candidate, 'id' | 'mark' | 'key' | 'nextMark' | 'nextMd5'>,
  parent: number,
): Upload {
  const begun = row.nextMark === row.mark && row.nextMd5 !== null ? { md5: row.nextMd5 } : null;
  return { kind, subject: row.id, parent, mark: row.mark, key: row.key, begun };
}

type Hashed = { bytes: Buffer; sha256: string };
type PictureRow = Hashed & { photo_id: number; variant: string; mime: string; width: number; height: number };

function photoObjects(db: Connection, guard: ImageGuard) {
  const photo = db.prepare<[number], Row>(
    `SELECT p.*, ${PHOTO_MARK} AS mark FROM photo p WHERE p.id = ? AND p.deleted_at IS NULL`,
  );
  const burst = db.prepare<[number], Row>('SELECT * FROM burst WHERE id = ?');
  const camera = db.prepare<[number], Row>(
    'SELECT number, id, name, created_at, removed_at, turn FROM camera WHERE number = ?',
  );
  const frames = db.prepare<[number], Row>('SELECT * FROM frame WHERE burst_id = ? ORDER BY id');
  const feedback = db.prepare<[number], Row>('SELECT * FROM feedback WHERE burst_id = ? ORDER BY id');
  const images = db.prepare<[number], PictureRow>(
    'SELECT photo_id, variant, mime, sha256, width, height, bytes FROM photo_image WHERE photo_id = ?',
  );
  const frame = db.prepare<[number], Hashed>(
    'SELECT b.bytes, f.sha256 FROM frame_bytes b JOIN frame f ON f.id = b.frame_id WHERE b.frame_id = ?',
  );
  const blobOf = (table: SyncBlob['table'], id: number, variant: string, found: Hashed): SyncBlob => {
    const source = table === 'frame_bytes' ? 'frame' : 'photo';
    const whole = guard.intact(found, { source, subject: id, variant });
    if (!whole) throw new Refusal('image-damaged', 'An image of it is not what was stored.');
    return { table, id, variant, bytes: whole.bytes };
  };
  const frameBlobs = (id: number): SyncBlob[] => {
    const found = frame.get(id);
    return found ? [blobOf('frame_bytes', id, '', found)] : [];
  };

  return ({
    kind,
    subject,
    parent,
    mark,
  }: Pick<Upload, 'kind' | 'subject' | 'parent' | 'mark'>): SyncObject | null => {
    if (kind === 'frame') {
      const blobs = frameBlobs(subject);
      return blobs.length === 0 ? null : { kind, subject, parent, mark, rows: {}, blobs };
    }
    const found = photo.get(subject);
    if (!found || found['mark'] !== mark) return null;
    const { mark: _, ...row } = found;
    const burstRow = burst.get(row['burst_id'] as number) as Row;
    const pictures = images.all(subject);
    const rows = {
      camera: [camera.get(burstRow['camera_number'] as number) as Row],
      burst: [burstRow],
      frame: frames.all(row['burst_id'] as number),
      photo: [row],
      photo_image: pictures.map(({ bytes: _bytes, ...picture }) => picture),
      feedback: feedback.all(row['burst_id'] as number),
    };
    const blobs = [
      ...frameBlobs(row['frame_id'] as number),
      ...pictures.map((picture) => blobOf('photo_image', subject, picture.variant, picture)),
    ];
    return { kind, subject, parent, mark, rows, blobs };
  };
}

function homeReads(db: Connection, { cameraKey, streamSource }: OpenedSecrets) {
  const cameras = db.prepare<[], Row & { id: string; removed_at: number | null }>(
    'SELECT number, id, name, created_at, removed_at, turn FROM camera ORDER BY number',
  );
  const streams = db.prepare<[], Row & { id: string }>(
    `SELECT c.id, s.camera_number, s.kind, s.width, s.height, s.settings
     FROM camera_stream s JOIN camera c ON c.number = s.camera_number ORDER BY s.camera_number`,
  );
  const users = db.prepare<[], Row>('SELECT * FROM user ORDER BY id');
  const guests = db.prepare<[], Row>('SELECT * FROM guest ORDER BY id');
  const guestCameras = db.prepare<[], Row>('SELECT * FROM guest_camera ORDER BY guest_id, camera_number');
  const settings = db.prepare<[], Row>(`SELECT * FROM setting WHERE ${OWN_SETTINGS} ORDER BY key`);
  const sent = db.prepare<[], Pick<Candidate, 'key' | 'sent' | 'nextMark' | 'nextMd5'>>(
    `SELECT key, mark AS sent, next_mark AS nextMark, next_md5 AS nextMd5 FROM sync_object WHERE kind = 'house'`,
  );

  function rows(): SyncObject['rows'] {
    const camera = cameras.all().map((row) => {
      const key = row.removed_at === null ? cameraKey(row.id) : null;
      return { ...row, key: key === null ? null : Buffer.from(key).toString('hex') };
    });
    const people = { user: users.all(), guest: guests.all(), guest_camera: guestCameras.all() };
    return { camera, camera_stream: streamRows(), ...people, setting: settings.all() };
  }
  function streamRows(): Row[] {
    return streams.all().flatMap(({ id, ...row }) => {
      const source = streamSource(id);
      return source === null ? [] : [{ ...row, source: JSON.stringify(source) }];
    });
  }
  const markOf = (content: SyncObject['rows']) =>
    createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);

  return {
    upload(): Upload | null {
      const mark = markOf(rows());
      const known = sent.get();
      if (known?.sent === mark) return null;
      const row = { id: 0, mark, key: known?.key ?? null, nextMark: null, nextMd5: null, ...nextOf(known) };
      return uploadOf('house', row, 0);
    },
    syncObject(mark: string): SyncObject | null {
      const content = rows();
      return markOf(content) === mark
        ? { kind: 'house', subject: 0, parent: 0, mark, rows: content, blobs: [] }
        : null;
    },
  };
}

const nextOf = (known: Pick<Candidate, 'nextMark' | 'nextMd5'> | undefined) =>
  known ? { nextMark: known.nextMark, nextMd5: known.nextMd5 } : {};

type ObjectReads = Pick<Outbox, 'removalDue' | 'leavingObjects' | 'sentObjects' | 'syncCounts'>;

function objectReads(db: Connection): ObjectReads {
  const gone = db
    .prepare<[number, number, number], string>(
      `SELECT key FROM sync_object
       WHERE gone IS NOT NULL AND (for_ever = 1 OR (gone = 'person' AND ?) OR (gone = 'limit' AND ?)) LIMIT ?`,
    )
    .pluck();
  const leaving = (removals: SyncRemovals, limit: number) =>
    gone.all(Number(removals !== 'keep'), Number(removals === 'all'), limit) as string[];
  const objects = db.prepare<[string, number], SentObject>(
    `SELECT key, kind, subject, bytes, md5, sent_at AS sentAt FROM sync_object
     WHERE mark <> '' AND key > ? ORDER BY key LIMIT ?`,
  );
  const sent = db.prepare<[], { sent: number; sentBytes: number }>(
    `SELECT count(*) AS sent, ifnull(sum(bytes), 0) AS sentBytes FROM sync_object WHERE mark <> ''`,
  );
  const waiting = db.prepare<[number], number>(
    `SELECT count(*) FROM photo p WHERE p.deleted_at IS NULL AND ${SHOWN} AND (p.favourite = 1 OR ?) AND NOT EXISTS
     (SELECT 1 FROM sync_object s WHERE s.kind = 'photo' AND s.subject = p.id AND s.mark = ${PHOTO_MARK})`,
  );
  return {
    removalDue: (removals) => leaving(removals, 1)[0] ?? null,
    leavingObjects: (removals) => leaving(removals, -1),
    sentObjects: (after, limit) => objects.all(after, limit),
    syncCounts: (scope): SyncCounts => ({
      ...(sent.get() as { sent: number; sentBytes: number }),
      waiting: waiting.pluck().get(Number(scope !== 'favourites')) as number,
    }),
  };
}
