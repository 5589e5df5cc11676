import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import t from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { failureKind, recordOf } from '../../src/core/failure.js';

/** What `work` throws. */
function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

t.test('what the hub cannot do at present is no fault of a piece of work', async (t) => {
  t.equal(failureKind(new Fault('storage-full', 'the disk is full', 'free some')), 'hub');
  t.equal(failureKind(new Refusal('vision-busy', 'later')), 'hub');
  t.equal(failureKind(new Refusal('hub-busy', 'later')), 'hub');
  t.equal(failureKind(thrownBy(() => readFileSync('/nowhere'))), 'hub');
  t.equal(failureKind(thrownBy(() => new Database(':memory:').exec('SELECT * FROM nothing'))), 'hub');
  t.equal(failureKind(thrownBy(() => new ArrayBuffer(2 ** 52))), 'hub');
});

t.test('a refusal, and what nobody foresaw, is the fault of the piece alone', async (t) => {
  t.equal(failureKind(new Refusal('image-undecodable', 'torn')), 'item');
  t.equal(failureKind(thrownBy(() => [...(null as unknown as number[])])), 'item');
  t.equal(failureKind(new RangeError('no frame of the burst was looked at closely')), 'item');
  t.equal(failureKind(new Error('what is this')), 'item');
  t.equal(failureKind('a thrown word'), 'item');
  t.equal(failureKind(new Refusal('cancelled', 'stopped')), 'cancelled');
});

t.test('what is kept of it has a code and a bounded sentence', async (t) => {
  t.strictSame(recordOf(new Refusal('frame-unknown', 'gone')), { reason: 'frame-unknown', detail: 'gone' });
  t.strictSame(recordOf(new TypeError('x is not iterable')), {
    reason: 'unforeseen',
    detail: 'x is not iterable',
  });
  t.equal(recordOf('w'.repeat(9999)).detail.length, 300);
});
