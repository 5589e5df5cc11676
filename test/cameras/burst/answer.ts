import t from 'tap';
import {
  ackOf,
  closedAck,
  isOver,
  isWantedLate,
  judgeLate,
  REOPEN_MS,
  reopened,
} from '../../../src/cameras/burst/answer.js';
import type { ClosedBurst } from '../../../src/cameras/burst/ledger.js';
import { unopened } from '../../../src/cameras/burst/reducer.js';
import type { Frame } from '../../../src/cameras/protocol/types.js';
import { frameOf, jpegOf, manifestOf } from '../../support/frames.js';

const event = (frame: Frame): Parameters<typeof judgeLate>[1] => ({
  kind: 'frame',
  record: { ...frame, length: frame.bytes.length },
});
const { bytes: _bytes, ...zero } = frameOf(0);
const manifest = manifestOf([jpegOf(0), jpegOf(1)]);
const closed: ClosedBurst = {
  durable: [{ ...zero, length: 64 }],
  missing: [1],
  rejected: [
    { index: 0, reason: 'duplicate' },
    { index: 1, reason: 'not-jpeg' },
  ],
  manifest,
  closedAt: 0,
  final: false,
};

t.test('an acknowledgement says what is known', async (t) => {
  const state = unopened('porch', 'b1');
  t.match(ackOf(state, 7), { burst: 'b1', state: 'open', durable: [], missing: [], rejected: [], time: 7 });
  t.match(ackOf({ ...state, manifest }, 7), { state: 'waiting', missing: [0, 1] });
});

t.test('a closed burst answers with what it kept, without the harmless duplicates', async (t) => {
  t.strictSame(closedAck('b1', closed, 7), {
    burst: 'b1',
    state: 'closed',
    durable: [0],
    missing: [1],
    rejected: [{ index: 1, reason: 'not-jpeg' }],
    time: 7,
  });
});

t.test('what comes after the close is named', async (t) => {
  const reasonOf = (late: Parameters<typeof judgeLate>[1], burst = closed) => {
    const verdict = judgeLate(burst, late);
    return verdict.kind === 'reject' ? verdict.reason : verdict.kind;
  };
  t.equal(reasonOf(event(frameOf(0))), 'duplicate');
  t.equal(reasonOf(event(frameOf(0, jpegOf(9)))), 'conflict');
  t.equal(reasonOf(event(frameOf(1))), 'late');
  t.equal(reasonOf(event(frameOf(1, jpegOf(9)))), 'crc-mismatch');
  t.equal(reasonOf(event(frameOf(2))), 'index-out-of-range');
  t.equal(reasonOf(event(frameOf(2)), { ...closed, manifest: null }), 'late');
  t.equal(reasonOf({ kind: 'manifest', manifest }), 'none');
  t.equal(reasonOf({ kind: 'manifest', manifest }, { ...closed, manifest: null }), 'none');
  t.equal(reasonOf({ kind: 'manifest', manifest: manifestOf([jpegOf(3)]) }), 'manifest-conflict');
  t.equal(reasonOf({ kind: 'refused', index: 1, reason: 'not-jpeg' }), 'not-jpeg');
});

t.test('while nothing is taken every missing frame is named with the reason, which fits', async (t) => {
  const many = manifestOf(Array.from({ length: 20 }, (_, index) => jpegOf(index)));
  const rejected = [
    { index: 0, reason: 'storage-full' as const },
    { index: 1, reason: 'crc-mismatch' as const },
  ];
  const ack = ackOf({ ...unopened('porch', 'b1'), manifest: many, rejected }, 7, 'hub-busy');
  t.equal(ack.missing.length, 20);
  t.strictSame(
    ack.rejected,
    ack.missing.map((index) => ({ index, reason: 'hub-busy' })),
    'and nothing else, where there is no place for it',
  );
  const two = ackOf({ ...unopened('porch', 'b1'), manifest, rejected }, 7, 'storage-full');
  t.strictSame(two.rejected, [
    { index: 1, reason: 'crc-mismatch' },
    { index: 0, reason: 'storage-full' },
    { index: 1, reason: 'storage-full' },
  ]);
});

t.test('a burst that is over names what a late manifest misses', async (t) => {
  t.match(closedAck('b1', { ...closed, manifest: null, missing: [] }, 7, manifest), { missing: [1] });
  t.match(closedAck('b1', { ...closed, manifest: null, missing: [] }, 7), { missing: [] });
});

t.test('what a closed burst lacks opens it again, for a day, unless it is over', async (t) => {
  const wanted = (late: Parameters<typeof judgeLate>[1], burst = closed, now = REOPEN_MS) =>
    isWantedLate(burst, late, now);
  const whole = { ...closed, missing: [] };
  const silent = { ...closed, manifest: null, missing: [] };
  t.ok(wanted(event(frameOf(1))));
  t.ok(wanted(event(frameOf(7)), silent));
  t.ok(wanted({ kind: 'manifest', manifest }));
  t.ok(wanted({ kind: 'manifest', manifest }, silent));
  t.notOk(wanted(event(frameOf(1)), closed, REOPEN_MS + 1), 'not after a day');
  t.notOk(wanted(event(frameOf(1)), { ...closed, final: true }));
  t.notOk(wanted(event(frameOf(1)), whole));
  t.notOk(wanted(event(frameOf(0))), 'not a duplicate');
  t.notOk(wanted(event(frameOf(20)), silent));
  t.notOk(wanted(event(frameOf(1, jpegOf(9)))), 'not a frame that is not the one of the manifest');
  t.notOk(wanted({ kind: 'manifest', manifest: manifestOf([jpegOf(3)]) }));
  t.notOk(wanted({ kind: 'refused', index: 1, reason: 'not-jpeg' }));
  t.ok(isOver(whole, 0));
  t.notOk(isOver(silent, 0));
  t.match(reopened('porch', 'b1', closed), { frames: [{ index: 0 }], rejected: [{ reason: 'not-jpeg' }] });
});
