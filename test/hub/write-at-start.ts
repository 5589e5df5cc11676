import { Writable } from 'node:stream';
import t from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { writeAtStart } from '../../src/hub/write-at-start.js';

t.test(
  'a disk that takes nothing is said and keeps nobody from the photos; all else ends the start',
  async (t) => {
    const lines: string[] = [];
    const log = createLog(
      'warn',
      new Writable({
        write: (line, _, done) => {
          lines.push(String(line));
          done();
        },
      }),
    );
    const fails = (error: Error) => writeAtStart('noting it', () => Promise.reject(error), log);
    await fails(new Fault('storage-full', 'the disk is full', 'Free some space.'));
    await fails(new Fault('storage-failed', 'the disk is read-only', 'Replace it.'));
    t.match(
      lines.join(''),
      /the disk is full.*hub: noting it failed, going on without[\s\S]*the disk is read-only/,
    );
    await t.rejects(fails(new Fault('database-damaged', 'damaged', 'Restore.')), {
      code: 'database-damaged',
    });
    await t.rejects(fails(new Refusal('not-found', 'No.')), { code: 'not-found' });
    await writeAtStart('noting it', async () => {}, log);
    t.equal(lines.length, 2);
  },
);
