import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import t from 'tap';
import { sha256Of } from '../../src/cameras/protocol/checksum.js';
import { databasePath, openForWriting } from '../../src/store/database.js';
import { burstReads } from '../../src/store/reads/bursts.js';
import { galleryReads } from '../../src/store/reads/gallery.js';
import { temporaryFolder } from '../support/folder.js';
import { program } from '../support/program.js';

const stream = program('test/store/fixtures/stream');

/** Lets a hub write until it has acknowledged `lines` things, kills it in the middle, gives what it acknowledged. */
async function killedAfter(lines: number, directory: string, round: number): Promise<string[][]> {
  const args = [...process.execArgv, stream, directory, `r${round}`];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const acknowledged: string[][] = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    acknowledged.push(line.split(' '));
    if (acknowledged.length === lines) child.kill('SIGKILL');
  }
  const [, signal] = await exit;
  t.equal(signal, 'SIGKILL');
  return acknowledged;
}

t.test('kill -9 in a stream of bursts loses nothing acknowledged and doubles nothing', async (t) => {
  const directory = temporaryFolder(t);
  const acknowledged: string[][] = [];
  for (const [round, lines] of [23, 58, 41].entries()) {
    acknowledged.push(...(await killedAfter(lines, directory, round)));
    const db = openForWriting(databasePath(directory));
    const { openBursts, closedBurst } = burstReads(db);
    const { photo, image } = galleryReads(db);
    const stored = db.prepare(
      `SELECT f.sha256, x.bytes FROM burst b JOIN frame f ON f.burst_id = b.id JOIN frame_bytes x ON x.frame_id = f.id
       WHERE b.key = ? AND f.position = ?`,
    );
    for (const [kind, name = '', index, sha256] of acknowledged) {
      const label = `${kind} ${name} ${index ?? ''}`;
      if (kind === 'frame') {
        const rows = stored.all(name, Number(index)) as { sha256: string; bytes: Buffer }[];
        t.strictSame(
          rows.map(({ bytes }) => sha256Of(bytes)),
          [sha256],
          label,
        );
      } else if (kind === 'closed') t.equal(closedBurst('porch', name)?.durable.length, 4, label);
      else
        t.ok(photo(Number(name)) && image(Number(name), 'original') && image(Number(name), 'preview'), label);
    }
    t.ok(openBursts().length <= round + 1, 'only the burst that was under way is open');
    t.equal(db.prepare('SELECT count(*) - count(DISTINCT burst_id) FROM photo').pluck().get(), 0);
    t.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    t.strictSame(db.pragma('foreign_key_check'), []);
    db.close();
  }
});
