import t from 'tap';
import { burstReads } from '../../../src/store/reads/bursts.js';
import { cameraReads } from '../../../src/store/reads/cameras.js';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { storageReads } from '../../../src/store/reads/storage.js';
import { workReads } from '../../../src/store/reads/work.js';
import { frameOf, jpegOf } from '../../support/frames.js';
import { KEY, makePhoto, openTestWriter, sendBurst, thumbnailsOf } from '../../support/store.js';

const AT = 1_763_867_000_000;
const LATER = AT + 1e9;

function storeWithCamera(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  const { db, run } = writer;
  run('addCamera', 'porch', 'Porch', KEY);
  const reads = { ...galleryReads(db), ...burstReads(db), ...workReads(db), ...cameraReads(db) };
  const photoOf = async (burst: string, at = AT) => {
    await sendBurst(run, burst, { at });
    return makePhoto(run, reads.nextCutJob());
  };
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  return { ...writer, ...reads, ...storageReads(db, () => 5), photoOf, count };
}

t.test('losing frames lose their bytes in small steps, oldest first; the chosen one never', async (t) => {
  const { run, photoOf, burst, frameImage, image, frameBytes, storageUse, frameAccounts } =
    storeWithCamera(t);
  const old = await photoOf('old', AT);
  await photoOf('new', AT + 1000);
  const accounts = frameAccounts();
  t.strictSame(run('trimFrames', AT + 500, 1), { frames: 1, bytes: 400 });
  t.strictSame(run('trimFrames', AT + 500, 10), { frames: 1, bytes: 400 });
  t.strictSame(run('trimFrames', AT + 500, 10), { frames: 0, bytes: 0 });
  const frames = burst(1)?.frames ?? [];
  t.match(frames, [
    { hasBytes: true },
    { hasBytes: false, reason: { text: 'place 2' } },
    { hasBytes: false },
  ]);
  t.equal(frameImage(frames[1]?.id ?? 0), null);
  t.equal(frameBytes(frames[1]?.id ?? 0), null);
  t.ok(image(old, 'original'));
  t.throws(() => run('swap', old, frames[1]?.id ?? 0, thumbnailsOf(1)), { code: 'frame-gone' });
  t.match(burst(2)?.frames, [{ hasBytes: true }, { hasBytes: true }, { hasBytes: true }]);
  t.match(storageUse(), { photos: 2, frames: 4, freeBytes: 5 });
  t.strictSame(frameAccounts(), accounts, 'the accounts do not change');
});

t.test('a frame that the owner chose since stays, whatever its state says', async (t) => {
  const { run, photoOf, photo, image, db, nextCutJob } = storeWithCamera(t);
  const photoId = await photoOf('b1');
  db.prepare("UPDATE frame SET state = 'kept' WHERE id = ?").run(photo(photoId)?.frameId);
  t.equal(run('trimFrames', LATER, 100).frames, 2);
  t.ok(image(photoId, 'original'));
  await sendBurst(run, 'b2');
  run('saveFrame', frameOf(0, jpegOf(1), { burst: 'b3' }));
  t.equal(run('trimFrames', LATER, 100).frames, 0, 'frames that were not judged yet stay, too');
  t.equal(nextCutJob()?.frames.length, 3);
});

t.test('old photos go with everything of theirs, favourites never', async (t) => {
  const { run, photoOf, photo, burst, count, events, closedBurst, image } = storeWithCamera(t);
  const oldest = await photoOf('b1', AT);
  const favourite = await photoOf('b2', AT + 1);
  const third = await photoOf('b3', AT + 2);
  await photoOf('b4', AT + 5000);
  run('setFavourite', favourite, true);
  t.strictSame(run('trimPhotos', AT + 3000, 1), { photos: 1, bytes: 1600 });
  t.equal(photo(oldest), null);
  t.match(events.at(-1), { type: 'storage.trimmed', data: { photos: 1 } });
  t.strictSame(run('trimPhotos', AT + 3000, 10), { photos: 1, bytes: 1600 });
  t.equal(photo(third), null);
  t.strictSame(run('trimPhotos', AT + 3000, 10), { photos: 0, bytes: 0 });
  t.ok(image(favourite, 'original'));
  t.equal(count('photo'), 2);
  t.equal(count('frame_bytes'), 6);
  t.equal(count('photo_image'), 4);
  t.match(burst(1), { state: 'empty', frames: [], photoId: null });
  t.match(closedBurst('porch', 'b1'), { durable: [] }, 'a camera that asks late is still answered');
});

t.test('what the owner deleted goes for good when the time to undo is over', async (t) => {
  const { run, photoOf, count, clock } = storeWithCamera(t);
  const photoId = await photoOf('b1');
  await photoOf('b2');
  run('setFavourite', photoId, true);
  run('deletePhoto', photoId);
  t.strictSame(run('purgeDeleted', clock.now(), 10), { photos: 0, bytes: 0 });
  t.strictSame(run('purgeDeleted', clock.now() + 1, 10), { photos: 1, bytes: 1600 });
  t.equal(count('photo'), 1);
  t.equal(count('frame_bytes'), 3);
  t.throws(() => run('restorePhoto', photoId), { code: 'photo-unknown' });
});

t.test('records of no use are forgotten', async (t) => {
  const { run, photoOf, count, clock, db } = storeWithCamera(t);
  await photoOf('kept');
  await sendBurst(run, 'empty', { count: 1 });
  run('markEmpty', 2);
  run('countRejection', { camera: 'porch', burst: 'never', index: 0, reason: 'not-jpeg', at: AT });
  run('countRejection', { camera: 'porch', burst: 'kept', index: 0, reason: 'duplicate', at: AT });
  const { id } = run('registerFirstOwner', { name: 'Ada', passwordHash: 'h' });
  const inAnHour = { expiresAt: clock.now() + 3_600_000 };
  run('createSession', { userId: id, refreshHash: 'r1', device: 'phone', ...inAnHour });
  const ended = run('createSession', { userId: id, refreshHash: 'r2', device: 'tablet', ...inAnHour });
  run('revokeSession', ended.id);
  run('createInvitation', { codeHash: 'c1', role: 'member', createdBy: id, ...inAnHour });
  run('createInvitation', { codeHash: 'c2', role: 'member', createdBy: id, ...inAnHour });
  run('registerInvited', { name: 'Bea', passwordHash: 'h', codeHash: 'c1' });
  t.strictSame(run('trimRecords', AT - 1, 100), { rows: 0 });
  t.strictSame(run('trimRecords', clock.now() + 1, 100), { rows: 4 });
  t.strictSame(
    ['burst', 'rejection', 'session', 'invitation'].map((table) => count(table)),
    [1, 1, 1, 1],
  );
  t.equal(db.prepare('SELECT key FROM burst').pluck().get(), 'kept');
  t.equal(run('trimRecords', clock.now() + 3_600_001, 100).rows, 2);
});

t.test('free pages are given back step by step, all but what the next frames need', async (t) => {
  const { run, storageUse, db } = storeWithCamera(t);
  const frames = Array.from({ length: 20 }, (_, index) => frameOf(index, jpegOf(index, 500_000)));
  for (const frame of frames) run('saveFrame', frame);
  t.strictSame(run('vacuumStep', 100), { pages: 0 }, 'nothing is free');
  const full = storageUse();
  db.exec('DELETE FROM frame');
  const free = db.pragma('freelist_count', { simple: true }) as number;
  t.equal(storageUse().databaseBytes, full.databaseBytes);
  t.ok(storageUse().usedBytes < full.usedBytes - 9_000_000);
  t.strictSame(run('vacuumStep', 100), { pages: 100 });
  t.equal(run('vacuumStep', 100_000).pages, free - 100 - 1024);
  t.strictSame(run('vacuumStep', 100), { pages: 0 });
  t.ok(storageUse().databaseBytes < full.databaseBytes - 5_000_000);
  t.equal(db.pragma('integrity_check', { simple: true }), 'ok');
});

t.test('the probe writes', (t) => {
  const { run, db, clock } = storeWithCamera(t);
  run('probe');
  t.equal(db.prepare("SELECT value FROM setting WHERE key = 'probe'").pluck().get(), String(clock.now()));
  t.end();
});
