/** The connection that writes, over files that could only be read when it was opened. */
import { chmodSync, closeSync, openSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import type { Job, Outcome } from '../../src/store/commit-group.js';
import { databasePath, isReadOnly, openForWriting } from '../../src/store/database.js';
import { KeptWriter } from '../../src/store/kept-writer.js';
import { migrate } from '../../src/store/migrations.js';
import { SpareSpace } from '../../src/store/spare-space.js';
import { temporaryFolder } from '../support/folder.js';

const NOBODY = 65_534;

/** A database with its log, which nobody has open. */
function database(t: Test): string {
  const folder = temporaryFolder(t);
  const file = databasePath(folder);
  const db = openForWriting(file);
  migrate(db);
  db.close();
  for (const end of ['-wal', '-shm']) closeSync(openSync(file + end, 'a'));
  chmodSync(folder, 0o755);
  return file;
}

/** Says of the database, its log and the index of that who may write to them. */
function setModes(file: string, [main, wal, shm]: readonly [number, number, number]): void {
  chmodSync(file, main);
  chmodSync(`${file}-wal`, wal);
  chmodSync(`${file}-shm`, shm);
}

/** Runs `work` as somebody who is held to the modes of files, as root is not. */
function heldToModes<T>(work: () => T): T {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

const open = (file: string) => new KeptWriter(file, new SpareSpace(path.join(path.dirname(file), 'none')));
const job = (id: string): Job => ({ name: 'addCamera', args: [id, id, new Uint8Array(32)], at: 0 });
const causeOf = (outcome: Outcome | undefined) => outcome && 'error' in outcome && outcome.error.cause;

const ONLY_FILE = [0o444, 0o666, 0o666] as const;
const EVERYTHING = [0o444, 0o444, 0o444] as const;
const NOTHING = [0o666, 0o666, 0o666] as const;

t.test('a file that could only be read at the start is opened anew, and all jobs are stored', async (t) => {
  const file = database(t);
  setModes(file, ONLY_FILE);
  const writer = heldToModes(() => open(file));
  t.teardown(() => writer.close());
  setModes(file, NOTHING);
  const nobody = { userId: 9, refreshHash: 'r', device: 'phone', expiresAt: 1 };
  const refused: Job = { name: 'createSession', args: [nobody], at: 0 };
  const { outcomes, events } = heldToModes(() => writer.commit([job('porch'), refused, job('hall')]));
  t.match(outcomes, [
    { value: { id: 'porch' } },
    { error: { code: 'user-unknown' } },
    { value: { id: 'hall' } },
  ]);
  t.equal(events.length, 2);
  t.equal(writer.checkpoint(), null);
});

t.test('while the disk only reads, each write is refused with that as its cause', async (t) => {
  const file = database(t);
  setModes(file, EVERYTHING);
  const writer = heldToModes(() => open(file));
  t.teardown(() => writer.close());
  for (const id of ['porch', 'hall']) {
    const { outcomes, events } = heldToModes(() => writer.commit([job(id)]));
    t.ok(isReadOnly(causeOf(outcomes[0])), id);
    t.strictSame(events, []);
  }
});

t.test('a disk that does not even read any more says what it said before', async (t) => {
  const file = database(t);
  setModes(file, EVERYTHING);
  const writer = heldToModes(() => open(file));
  t.teardown(() => writer.close());
  setModes(file, [0, 0, 0]);
  const { outcomes } = heldToModes(() => writer.commit([job('porch')]));
  t.ok(isReadOnly(causeOf(outcomes[0])));
});

t.test('where the log was opened for reading alone, only a new start can write', async (t) => {
  const file = database(t);
  setModes(file, EVERYTHING);
  const writer = heldToModes(() => open(file));
  t.teardown(() => writer.close());
  setModes(file, NOTHING);
  t.throws(() => heldToModes(() => writer.commit([job('porch')])), {
    code: 'storage-failed',
    hint: /Start the hub again/,
  });
});
