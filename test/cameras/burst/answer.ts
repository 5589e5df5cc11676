import t from 'tap';
import { ackOf, closedAck, judgeLate } from '../../../src/cameras/burst/answer.js';
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
