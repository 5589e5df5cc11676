import assert from 'node:assert';
import { rmSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { type Fault, messageOf } from '../../src/core/errors.js';
import { threadPeer } from '../../src/core/rpc/peer.js';
import { databasePath, openForReading, openForWriting } from '../../src/store/database.js';
import { migrate, migrations } from '../../src/store/migrations.js';
import { attachWriter, startWriteClient } from '../../src/store/write-client.js';
import { temporaryFolder } from '../support/folder.js';
import { frameOf, jpegOf } from '../support/frames.js';
import { ManualClock } from '../support/manual-clock.js';
import { KEY } from '../support/store.js';

async function open(t: Parameters<typeof temporaryFolder>[0], inline: boolean) {
  const file = databasePath(temporaryFolder(t));
  const groups: number[] = [];
  const client = await startWriteClient({
    file,
    inline,
    clock: new ManualClock(),
    onEvents: (events) => groups.push(events.length),
    onFault: (fault) => assert.fail(fault),
  });
  return { client, groups, file };
}

for (const inline of [false, true])
  t.test(
    `writes of one turn share a commit, closing waits for them (${inline ? 'inline' : 'thread'})`,
    async (t) => {
      const { client, groups, file } = await open(t, inline);
      const order: string[] = [];
      const writes = Array.from({ length: 25 }, async (_, index) => {
        const row = await client.run('addCamera', `c${index}`, 'x', KEY);
        order.push(`${row.id} after group ${groups.length}`);
      });
      const refused = client.run('renameCamera', 'nobody', 'x').catch((error) => error.code);
      await client.close();
      await Promise.all(writes);
      t.strictSame(groups, [20, 5]);
      t.equal(order[0], 'c0 after group 1', 'events are heard before the write resolves');
      t.equal(order[24], 'c24 after group 2');
      t.equal(await refused, 'camera-unknown');
      await client.close();
      await t.rejects(client.run('probe'), { code: 'storage-failed', message: 'the store is closed' });
      const db = openForReading(file);
      t.equal(db.prepare('SELECT count(*) FROM camera').pluck().get(), 25);
      db.close();
    },
  );

t.test('what is waiting is bounded, in writes and in bytes', async (t) => {
  const { client } = await open(t, true);
  await client.run('addCamera', 'porch', 'Porch', KEY);
  const answers = (writes: Promise<unknown>[]) =>
    Promise.all(writes.map((write) => write.then(() => 'stored').catch((error) => error.code)));
  const big = Array.from({ length: 67 }, (_, index) =>
    client.run('saveFrame', frameOf(index, jpegOf(index, 512 * 1024))),
  );
  const stored = await answers(big);
  t.strictSame([...new Set(stored.slice(0, 64))], ['stored']);
  t.strictSame(stored.slice(64), ['hub-busy', 'hub-busy', 'hub-busy']);
  t.strictSame(await answers([client.run('saveFrame', frameOf(65))]), ['stored'], 'and there is room again');
  const many = await answers(Array.from({ length: 1002 }, () => client.run('probe')));
  t.strictSame(many.slice(998), ['stored', 'stored', 'hub-busy', 'hub-busy']);
  await client.close();
});

for (const inline of [false, true])
  t.test(`a database that cannot be used is a fault (${inline ? 'inline' : 'thread'})`, async (t) => {
    const file = databasePath(temporaryFolder(t));
    const start = () =>
      startWriteClient({ file, inline, clock: new ManualClock(), onEvents() {}, onFault: assert.fail });
    writeFileSync(file, 'no database at all '.repeat(100));
    await t.rejects(start(), { name: 'Fault', code: 'database-damaged', hint: /backup/ });
    rmSync(file);
    const db = openForWriting(file);
    const later = [...migrations, 'CREATE TABLE later (a)'];
    migrate(db, later, [later.length]);
    db.close();
    await t.rejects(start(), { name: 'Fault', code: 'database-newer' });
  });

for (const [name, code, cause] of [
  ['ends', 'require("node:worker_threads").parentPort.on("message", () => process.exit(3))', 'exit code 3'],
  [
    'throws',
    'require("node:worker_threads").parentPort.on("message", () => { throw new Error("bug") })',
    'bug',
  ],
] as const)
  t.test(`a writing thread that ${name} rejects everything, and says so once`, async (t) => {
    const faults: Fault[] = [];
    const worker = new Worker(code, { eval: true });
    const client = attachWriter(threadPeer(worker), {
      clock: new ManualClock(),
      onEvents() {},
      onFault: (f) => faults.push(f),
    });
    const writes = Array.from({ length: 21 }, () => client.run('probe'));
    const closing = client.close();
    for (const write of writes)
      await t.rejects(write, { code: 'storage-failed', message: /ended unexpectedly/ });
    await closing;
    await t.rejects(client.run('probe'), { message: /ended unexpectedly/ });
    await client.close();
    t.strictSame(
      faults.map((fault) => messageOf(fault.cause)),
      [cause],
    );
  });
