import t from 'tap';
import type { FrameRecord } from '../../../src/cameras/burst/ledger.js';
import {
  type BurstEvent,
  type BurstState,
  isOpen,
  missingOf,
  reduce,
  unopened,
  withoutPassing,
} from '../../../src/cameras/burst/reducer.js';
import type { Frame, Manifest } from '../../../src/cameras/protocol/types.js';
import { frameOf, jpegOf, manifestOf } from '../../support/frames.js';

const timeouts = { quietMs: 20_000, pausedMs: 90_000, stuckMs: 900_000 };
const record = ({ index, bytes, crc32, sha256, receivedAt }: Frame): FrameRecord => ({
  index,
  length: bytes.length,
  crc32,
  sha256,
  receivedAt,
});
const frame = (index: number, bytes?: Uint8Array): BurstEvent => ({
  kind: 'frame',
  record: record(frameOf(index, bytes)),
});
const manifest = (value: Manifest): BurstEvent => ({ kind: 'manifest', manifest: value });
const two = manifestOf([jpegOf(0), jpegOf(1)]);
const step = (state: BurstState, event: BurstEvent) => reduce(state, event, timeouts);
const after = (...events: BurstEvent[]) =>
  events.reduce((state, event) => step(state, event).state, unopened('porch', 'b1'));

t.test('frames and manifest close the burst, in whatever order', async (t) => {
  const orders = [
    [frame(0), frame(1), manifest(two)],
    [manifest(two), frame(1), frame(0)],
    [frame(1), manifest(two), frame(0)],
  ];
  for (const order of orders) {
    const last = order.pop() as BurstEvent;
    const state = after(...order);
    t.ok(isOpen(state));
    const { closing, state: end } = step(state, last);
    t.equal(closing, 'manifest');
    t.strictSame(
      end.frames.map(({ index }) => index),
      [0, 1],
    );
  }
});

t.test('what is not wanted is refused by name and changes nothing durable', async (t) => {
  const cases: [string, BurstState, BurstEvent][] = [
    ['duplicate', after(frame(0)), frame(0)],
    ['conflict', after(frame(0)), frame(0, jpegOf(9))],
    ['conflict', after(manifest(two), frame(0)), frame(0, jpegOf(9))],
    ['index-out-of-range', after(), frame(20)],
    ['index-out-of-range', after(manifest(two)), frame(2)],
    ['length-mismatch', after(manifest(two)), frame(0, jpegOf(0, 65))],
    ['crc-mismatch', after(manifest(two)), frame(0, jpegOf(9))],
    ['manifest-conflict', after(manifest(two)), manifest(manifestOf([jpegOf(0)]))],
    ['not-jpeg', after(frame(0)), { kind: 'refused', index: 1, reason: 'not-jpeg' }],
  ];
  for (const [reason, state, event] of cases) {
    const { verdict, state: end, closing } = step(state, event);
    t.match(verdict, { kind: 'reject', reason }, reason);
    t.strictSame([end.frames, end.manifest], [state.frames, state.manifest]);
    t.equal(closing, null);
    const shown = end.rejected.some((rejected) => rejected.reason === reason);
    t.equal(
      shown,
      reason !== 'duplicate' && reason !== 'manifest-conflict',
      `${reason} in the acknowledgement`,
    );
  }
});

t.test('the manifest moves frames out of the way that differ from it', async (t) => {
  const state = after(frame(0), frame(1, jpegOf(9)), frame(2), frame(3, jpegOf(3, 70)));
  const pictures = [jpegOf(0), jpegOf(1), jpegOf(2)];
  const { verdict, state: end } = step(state, manifest(manifestOf(pictures)));
  t.strictSame(verdict, {
    kind: 'adopt',
    dropped: [
      { index: 1, reason: 'crc-mismatch' },
      { index: 3, reason: 'index-out-of-range' },
    ],
  });
  t.strictSame(missingOf(end), [1]);
  t.strictSame(end.rejected, [
    { index: 1, reason: 'crc-mismatch' },
    { index: 3, reason: 'index-out-of-range' },
  ]);
  t.equal(step(end, frame(1)).closing, 'manifest');
});

t.test('a repeated manifest with later ages changes nothing', async (t) => {
  const state = after(manifest(two));
  const later = { ...two, frames: two.frames.map((entry) => ({ ...entry, ageMs: entry.ageMs + 1 })) };
  t.strictSame(step(state, manifest(later)), { state, verdict: { kind: 'none' }, closing: null });
});

t.test('time closes a burst that is quiet, or stuck for too long', async (t) => {
  const at = (state: BurstState, idleMs: number, stuckMs: number, interrupted = false) =>
    step(state, { kind: 'tick', idleMs, stuckMs, interrupted }).closing;
  const open = after(frame(0));
  t.equal(at(open, 19_999, 19_999), null);
  t.equal(at(open, 20_000, 20_000), 'quiet');
  t.equal(at(open, 89_999, 89_999, true), null, 'a camera may be pausing while the hub is away');
  t.equal(at(open, 90_000, 90_000, true), 'quiet');
  t.equal(at(open, 0, 900_000), null, 'without a manifest a camera is still sending');
  const waiting = after(manifest(two), frame(0));
  t.equal(at(waiting, 89_999, 899_999), null, 'and while it is asked for something');
  t.equal(at(waiting, 90_000, 90_000), 'quiet');
  t.equal(at(waiting, 0, 900_000), 'limit');
  t.equal(at(after(manifest(two), frame(0), frame(1)), 0, 0), 'manifest');
});

t.test('reasons that pass by themselves are forgotten once they were told', async (t) => {
  const state = after(
    frame(0),
    { kind: 'refused', index: 1, reason: 'storage-full' },
    { kind: 'refused', index: 2, reason: 'hub-busy' },
    { kind: 'refused', index: 3, reason: 'not-jpeg' },
  );
  t.strictSame(withoutPassing(state).rejected, [{ index: 3, reason: 'not-jpeg' }]);
});

t.test('only the newest refusals are kept', async (t) => {
  const many = Array.from(
    { length: 30 },
    (_, at): BurstEvent => ({ kind: 'refused', index: at, reason: 'not-jpeg' }),
  );
  const { rejected } = after(frame(0), ...many);
  t.equal(rejected.length, 20);
  t.equal(rejected[0]?.index, 10);
});
