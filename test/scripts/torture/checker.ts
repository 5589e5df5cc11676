/** The checker of the torture, held to small databases in which something is wrong on purpose. */
import path from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { CameraRecord } from '../../../scripts/torture/camera-record.js';
import { addVerdicts, check, isClean, NOTHING, type Verdict } from '../../../scripts/torture/checker.js';
import { jpegOf } from '../../support/frames.js';
import { stockedDirectory } from '../../support/stocked.js';

const FRAMES = 3;
const SIZE = 40_000;
const ALL = Array.from({ length: FRAMES }, (_, index) => index);

interface Made {
  file: string;
  record: CameraRecord;
  /** Changes the database past every rule of the schema. */
  damage(sql: string): void;
  verdict(options?: { until?: number; finished?: boolean }): Verdict;
}

/** Two bursts of three frames with their enlarged photos, and the record of a camera that was told of all of it. */
async function made(t: Test): Promise<Made> {
  const directory = await stockedDirectory(t, 2);
  const file = path.join(directory, 'petcam.db');
  const record = new CameraRecord();
  for (const [at, name] of ['b0', 'b1'].entries()) {
    const frames = ALL.map((index) => jpegOf(index + 1, SIZE + at));
    record.sent('porch', name, frames);
    record.heard('porch', closed(name, ALL), 10 * (at + 1));
  }
  const damage = (sql: string) => {
    const db = new Database(file);
    db.pragma('foreign_keys = OFF');
    db.exec(sql);
    db.close();
  };
  damage("UPDATE photo SET upscale = 'done'");
  const verdict = ({ finished = true, ...more } = {}) => check(file, record, { finished, ...more });
  return { file, record, damage, verdict };
}

/** Lets a burst have several photos, as a schema with a mistake in it would. */
function withoutUniqueBurst(file: string): void {
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  db.pragma('legacy_alter_table = ON');
  const schema = db.prepare<[], string>("SELECT sql FROM sqlite_master WHERE name = 'photo'").pluck().get();
  db.exec(String(schema).replace('TABLE photo', 'TABLE copy').replace(' UNIQUE', ''));
  db.exec('INSERT INTO copy SELECT * FROM photo; DROP TABLE photo; ALTER TABLE copy RENAME TO photo');
  db.close();
}

const closed = (burst: string, durable: number[]) => ({
  burst,
  state: 'closed' as const,
  durable,
  missing: ALL.filter((index) => !durable.includes(index)),
  rejected: [],
});

t.test('nothing is found where nothing is wrong', async (t) => {
  const { verdict } = await made(t);
  t.strictSame(verdict(), { ...NOTHING, acknowledged: 2 * FRAMES });
  t.ok(isClean(verdict()));
});

t.test('an acknowledged frame that is not there, or holds other bytes, is lost', async (t) => {
  const { verdict, damage } = await made(t);
  damage('DELETE FROM frame_bytes WHERE frame_id = 2; DELETE FROM frame WHERE id = 2');
  t.match(verdict(), { lost: 1, findings: [/porch\/b0\/1 was acknowledged and is not there/] });
  damage("UPDATE frame_bytes SET bytes = x'ffd8ffd9' WHERE frame_id = 3");
  t.match(verdict(), { lost: 2, damaged: 1 });
  t.notOk(isClean(verdict()));
});

t.test('the bytes of an acknowledged frame may not be those of another one', async (t) => {
  const { verdict, damage } = await made(t);
  damage(`UPDATE frame_bytes SET bytes = (SELECT bytes FROM frame_bytes WHERE frame_id = 1) WHERE frame_id = 2;
    UPDATE frame SET sha256 = (SELECT sha256 FROM frame WHERE id = 1) WHERE id = 2`);
  t.match(verdict(), { lost: 1, doubled: 1 });
});

t.test('a frame that was acknowledged only after a power cut need not be there', async (t) => {
  const { verdict, damage } = await made(t);
  damage(`DELETE FROM frame_bytes WHERE frame_id IN (SELECT id FROM frame WHERE burst_id = 2);
    DELETE FROM frame WHERE burst_id = 2; DELETE FROM photo WHERE burst_id = 2`);
  t.match(verdict({ until: 10, finished: false }), { acknowledged: FRAMES, lost: 0 });
  t.match(verdict({ until: 20, finished: false }), { acknowledged: 2 * FRAMES, lost: FRAMES });
});

t.test('a second photo of a burst, and a photo announced twice, are doubled', async (t) => {
  const { file, verdict, damage } = await made(t);
  damage(
    "INSERT INTO event (at, type, data) SELECT at, type, data FROM event WHERE type = 'photo.new' LIMIT 1",
  );
  t.match(verdict(), { doubled: 1, findings: [/was announced 2 times/] });
  withoutUniqueBurst(file);
  damage('UPDATE photo SET burst_id = 1');
  t.match(verdict(), { doubled: 2, findings: [/b0 has 2 photos/] });
});

t.test('a frame that the camera had when its burst was closed without it is given up', async (t) => {
  const { record, verdict } = await made(t);
  record.sent('porch', 'b2', [jpegOf(7), jpegOf(8), jpegOf(9)]);
  record.heard('porch', { ...closed('b2', []), missing: [] }, 30);
  t.match(verdict(), { givenUp: 3, findings: [/porch\/b2 was closed without 0, 1, 2 of 3/] });
  record.heard('porch', closed('b2', [0]), 31);
  t.match(verdict(), { givenUp: 3 }, 'the camera had forgotten it by then');
});

t.test('what the hub never closed, never cut or never enlarged is stuck', async (t) => {
  const { record, verdict, damage } = await made(t);
  damage("UPDATE photo SET upscale = 'pending' WHERE burst_id = 1");
  damage("UPDATE burst SET state = 'closed' WHERE id = 2");
  record.sent('porch', 'b2', [jpegOf(7)]);
  t.match(verdict(), { stuck: 3, setAside: 0 });
  t.match(verdict({ finished: false }), { stuck: 0 }, 'not asked of an image of a power cut');
});

t.test('a burst and a frame that were set aside are told apart from stuck ones', async (t) => {
  const { verdict, damage } = await made(t);
  damage(`UPDATE burst SET state = 'closed' WHERE id = 2; DELETE FROM cut_queue;
    INSERT INTO burst_aside (burst_id, reason, detail, at) VALUES (2, 'vision-crashed', '', 0)`);
  t.match(verdict(), { setAside: 1, stuck: 0, findings: [/porch\/b1 was set aside: vision-crashed/] });
  damage("UPDATE frame SET state = 'aside' WHERE id = 1");
  t.match(verdict(), { setAside: 2 });
  damage("UPDATE burst SET state = 'empty' WHERE id = 1");
  t.match(verdict(), { setAside: 3 });
});

t.test('a database that cannot be read, or contradicts itself, is damaged', async (t) => {
  const { verdict, damage } = await made(t);
  damage('DELETE FROM camera');
  t.match(verdict(), { findings: [/foreign_key_check/] });
  damage('DROP TABLE burst');
  t.match(verdict(), { findings: [/foreign_key_check|cannot be read/] });
  t.notOk(isClean(verdict()));
});

t.test('verdicts add up', async (t) => {
  const one = { ...NOTHING, acknowledged: 2, lost: 1, findings: ['a'] };
  const other = { ...NOTHING, stuck: 3, findings: ['b'] };
  t.match(addVerdicts(one, other), { acknowledged: 2, lost: 1, stuck: 3, findings: ['a', 'b'] });
  t.match(one, { lost: 1, stuck: 0 });
});
