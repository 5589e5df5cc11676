import assert from 'node:assert/strict';
import fc from 'fast-check';
import pino from 'pino';
import t, { type Test } from 'tap';
import { BurstCollector } from '../../../src/cameras/burst/collector.js';
import type { Ack, Frame } from '../../../src/cameras/protocol/types.js';
import { Fault, Refusal } from '../../../src/core/errors.js';
import { frameOf, jpegOf, manifestOf } from '../../support/frames.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { MemoryLedger } from '../../support/memory-ledger.js';

const QUIET = 20_000;
/** Longer than any pause of a camera. */
const PAUSED = 90_000;
const DAY = 24 * 60 * 60_000;
const pictures = [jpegOf(0), jpegOf(1), jpegOf(2)] as const;
const manifest = manifestOf(pictures);
const full = () => new Fault('storage-full', 'no room', 'make room');

/** A collector on a still clock, with all that it says. */
async function collectorOver(ledger = new MemoryLedger(), isAboveShare?: (camera: string) => boolean) {
  const clock = new ManualClock();
  const acks: Ack[] = [];
  const closed: string[] = [];
  const collector = new BurstCollector({
    ledger,
    clock,
    log: pino({ level: 'silent' }),
    sendAck: (_camera, ack) => acks.push(ack),
    onClosed: (camera, burst) => closed.push(`${camera}/${burst}`),
    quietMs: QUIET,
    ...(isAboveShare && { isAboveShare }),
  });
  await collector.start();
  return { ledger, clock, acks, closed, collector, last: () => acks.at(-1) };
}

async function feed({ collector }: { collector: BurstCollector }, ...frames: Frame[]) {
  for (const frame of frames) await collector.frame(frame);
}

t.test('a burst whose manifest comes last is closed by it, and acknowledged after that', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0), frameOf(1), frameOf(2));
  t.strictSame(intake.acks, [], 'progress is not acknowledged at once');
  await intake.clock.advance(250);
  t.match(intake.acks, [{ state: 'open', durable: [0, 1, 2], missing: [] }], 'but merged, after a while');
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), { burst: 'b1', state: 'closed', durable: [0, 1, 2], missing: [], rejected: [] });
  t.equal(intake.acks.length, 2);
  t.strictSame(intake.closed, ['porch/b1']);
  t.match(intake.ledger.closings, [{ by: 'manifest', missing: [] }]);
  await settled();
  t.equal(intake.clock.pending, 0, 'and no timer is left');
});

t.test('missing frames are asked for and end the burst when they come', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0), frameOf(2, jpegOf(9)));
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), {
    state: 'waiting',
    durable: [0],
    missing: [1, 2],
    rejected: [{ index: 2, reason: 'crc-mismatch' }],
  });
  await feed(intake, frameOf(2), frameOf(1));
  t.match(intake.last(), { state: 'closed', durable: [0, 1, 2] });
});

t.test('a burst that falls silent is closed with what it has', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0));
  await intake.clock.advance(QUIET - 1);
  await feed(intake, frameOf(2));
  await intake.clock.advance(QUIET - 1);
  t.strictSame(intake.closed, [], 'every message starts the time anew');
  await intake.clock.advance(1);
  t.strictSame(intake.closed, ['porch/b1']);
  t.match(
    intake.last(),
    { state: 'open', durable: [0, 2] },
    'without a word: its camera may still have the rest',
  );
  t.match(intake.ledger.closings, [{ by: 'quiet', missing: [] }]);
  await settled();
  t.equal(intake.clock.pending, 0, 'and no timer is left');
});

t.test('a camera that only repeats itself cannot keep a burst open for ever', async (t) => {
  const intake = await collectorOver();
  await intake.collector.manifest('porch', manifest);
  for (let minute = 0; minute < 15 && intake.closed.length === 0; minute += 1) {
    for (let beat = 0; beat < 6; beat += 1) {
      await intake.clock.advance(10_000);
      await intake.collector.manifest('porch', manifest);
    }
  }
  t.strictSame(intake.closed, ['porch/b1']);
  t.match(
    intake.ledger.closings,
    [{ by: 'quiet', missing: [0, 1, 2], final: true }],
    'although no frame ever came',
  );
  const [end] = intake.acks.filter(({ state }) => state === 'closed');
  t.match(end, { durable: [], missing: [0, 1, 2] }, 'and the camera hears it');
});

t.test('what comes after the close of a whole burst is counted, answered, and changes nothing', async (t) => {
  const intake = await collectorOver();
  await intake.collector.manifest('porch', manifestOf([pictures[0]]));
  await feed(intake, frameOf(0));
  await feed(intake, frameOf(1), frameOf(0), frameOf(0, jpegOf(9)));
  await intake.collector.manifest('porch', manifest);
  await settled();
  t.strictSame(
    intake.ledger.counted.map(({ reason }) => reason),
    ['index-out-of-range', 'duplicate', 'conflict', 'manifest-conflict'],
  );
  t.match(intake.last(), {
    state: 'closed',
    durable: [0],
    rejected: [{ reason: 'index-out-of-range' }, { reason: 'conflict' }],
  });
  t.equal(intake.closed.length, 1);
});

t.test('a late manifest, or a late frame, opens a burst again that fell silent', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0), frameOf(1));
  await intake.clock.advance(QUIET);
  t.strictSame(intake.closed, ['porch/b1']);
  await feed(intake, frameOf(1));
  await settled();
  t.match(intake.last(), { state: 'open', durable: [0, 1] }, 'what it has it does not call closed');
  await intake.clock.advance(DAY - QUIET);
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), { state: 'waiting', durable: [0, 1], missing: [2] });
  await feed(intake, frameOf(2));
  t.match(intake.last(), { state: 'closed', durable: [0, 1, 2], missing: [] });
  t.strictSame(intake.closed, ['porch/b1', 'porch/b1'], 'the cut is made anew');

  await feed(intake, frameOf(0, jpegOf(5), { burst: 'b2' }));
  await intake.clock.advance(QUIET);
  await feed(intake, frameOf(1, jpegOf(6), { burst: 'b2' }));
  await intake.collector.manifest('porch', manifestOf([jpegOf(5), jpegOf(6)], 'b2'));
  t.match(intake.last(), { burst: 'b2', state: 'closed', durable: [0, 1] });
});

t.test('a camera that comes back after the long silence finds what it was asked for', async (t) => {
  const intake = await collectorOver();
  await intake.collector.manifest('porch', manifest);
  await feed(intake, frameOf(0));
  await intake.clock.advance(PAUSED - 1);
  t.strictSame(intake.closed, [], 'it may be pausing');
  await intake.clock.advance(1);
  t.strictSame(intake.closed, ['porch/b1']);
  await intake.collector.reject('porch', 'b1', 1, 'not-jpeg');
  await settled();
  t.match(intake.last(), { state: 'waiting', missing: [1, 2], rejected: [{ index: 1, reason: 'not-jpeg' }] });
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), { state: 'waiting', durable: [0], missing: [1, 2] });
  await intake.clock.advance(PAUSED);
  await feed(intake, frameOf(1), frameOf(2));
  t.match(intake.last(), { state: 'closed', durable: [0, 1, 2] });
});

t.test('after a day a burst is over, and its camera hears what is lost', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0));
  await intake.clock.advance(QUIET + DAY + 1);
  await feed(intake, frameOf(1));
  await intake.collector.manifest('porch', manifest);
  await settled();
  t.match(intake.last(), {
    state: 'closed',
    durable: [0],
    missing: [1, 2],
    rejected: [{ index: 1, reason: 'late' }],
  });
  t.equal(intake.closed.length, 1);
});

t.test('a refusal of the intake is counted and shown', async (t) => {
  const intake = await collectorOver();
  await intake.collector.reject('porch', 'b1', 4, 'not-jpeg');
  await settled();
  t.match(intake.last(), { state: 'open', durable: [], rejected: [{ index: 4, reason: 'not-jpeg' }] });
  await feed(intake, frameOf(0));
  await intake.collector.reject('porch', 'b1', null, 'manifest-invalid');
  t.match(
    intake.last(),
    { state: 'open', durable: [0] },
    'an invalid manifest is answered with what the hub has',
  );
  await intake.collector.reject('porch', null, null, 'topic-invalid');
  t.strictSame(
    intake.ledger.counted.map(({ burst, reason }) => `${burst} ${reason}`),
    ['b1 not-jpeg', 'b1 manifest-invalid', 'null topic-invalid'],
  );
});

t.test('nothing is acknowledged before it is on the disk', async (t) => {
  const intake = await collectorOver();
  const gates: (() => void)[] = [];
  intake.ledger.commit = () => new Promise((resolve) => gates.push(resolve));
  const stored = intake.collector.frame(frameOf(0));
  const asked = intake.collector.manifest('porch', manifestOf([pictures[0]]));
  await intake.clock.advance(5000);
  t.strictSame(intake.acks, []);
  gates.shift()?.();
  await stored;
  await settled();
  t.strictSame(intake.acks, [], 'the manifest waits for its own commit');
  gates.shift()?.();
  await settled();
  t.strictSame(intake.acks, [], 'and the close for its own');
  gates.shift()?.();
  await asked;
  t.match(intake.acks, [{ state: 'closed', durable: [0] }]);
});

t.test('frames that arrive together go to the disk together', async (t) => {
  const intake = await collectorOver();
  let most = 0;
  let now = 0;
  intake.ledger.commit = async (what) => {
    now += what === 'frame' ? 1 : 0;
    most = Math.max(most, now);
    await settled();
    now -= what === 'frame' ? 1 : 0;
  };
  await Promise.all([0, 1, 2, 2].map((index) => intake.collector.frame(frameOf(index))));
  t.equal(most, 2, 'the second copy of an index waits for the first');
  t.strictSame(
    intake.ledger.counted.map(({ reason }) => reason),
    ['duplicate'],
  );
});

t.test('a disk without room is said, and forgotten when there is room again', async (t) => {
  const intake = await collectorOver();
  intake.ledger.commit = async (what) => {
    if (what !== 'count') throw full();
  };
  await feed(intake, frameOf(0));
  await settled();
  t.match(intake.last(), { state: 'open', durable: [], rejected: [{ index: 0, reason: 'storage-full' }] });
  await intake.collector.manifest('porch', manifest);
  await settled();
  t.match(intake.last(), {
    state: 'waiting',
    durable: [],
    missing: [0, 1, 2],
    rejected: [0, 1, 2].map((index) => ({ index, reason: 'storage-full' })),
  });
  intake.ledger.commit = async () => {};
  await feed(intake, frameOf(0), frameOf(1));
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), { state: 'waiting', durable: [0, 1], missing: [2], rejected: [] });
  await feed(intake, frameOf(2));
  t.match(intake.last(), { state: 'closed', durable: [0, 1, 2] });
});

t.test('a full disk ends no burst: its time stands still, and its camera finds it open', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0));
  await feed(intake, frameOf(0, jpegOf(7), { burst: 'b2' }));
  intake.ledger.room = false;
  intake.ledger.commit = async (what) => {
    if (what === 'frame') throw full();
  };
  await feed(intake, frameOf(1));
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), {
    state: 'waiting',
    durable: [0],
    missing: [1, 2],
    rejected: [1, 2].map((index) => ({ index, reason: 'storage-full' })),
  });
  await intake.clock.advance(DAY / 24);
  t.strictSame(intake.closed, []);
  intake.ledger.room = true;
  intake.ledger.commit = async () => {};
  await intake.clock.advance(76_000);
  t.strictSame(intake.closed, [], 'longer than the longest pause of a camera');
  await intake.collector.manifest('porch', manifest);
  t.match(
    intake.last(),
    { state: 'waiting', durable: [0], missing: [1, 2], rejected: [] },
    'now it may send',
  );
  await feed(intake, frameOf(1), frameOf(2));
  t.match(intake.last(), { state: 'closed', durable: [0, 1, 2] });
  await intake.clock.advance(PAUSED);
  t.strictSame(
    intake.closed,
    ['porch/b1', 'porch/b2'],
    'and one whose camera is gone is cut with what it has',
  );
});

t.test('bursts that a full disk holds open take none of the eight places', async (t) => {
  const intake = await collectorOver();
  for (let at = 1; at <= 8; at += 1) await feed(intake, frameOf(0, jpegOf(at), { burst: `b${at}` }));
  intake.ledger.commit = async (what) => {
    if (what === 'frame') throw full();
  };
  await feed(intake, frameOf(1, jpegOf(9), { burst: 'b1' }));
  intake.ledger.commit = async () => {};
  for (let at = 11; at <= 19; at += 1) await feed(intake, frameOf(0, jpegOf(at), { burst: `b${at}` }));
  t.equal(intake.ledger.openBursts().length, 16, 'the ninth of the others waits');
  t.strictSame(intake.closed, []);
});

t.test('a hub that stood still gives its cameras time before it closes anything', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0), frameOf(1));
  await intake.clock.advance(QUIET - 1000);
  await intake.clock.leap(25_000);
  t.strictSame(intake.closed, [], 'timers fire before the sockets are read');
  await feed(intake, frameOf(2));
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), { state: 'closed', durable: [0, 1, 2] });
  await feed(intake, frameOf(0, jpegOf(7), { burst: 'b2' }));
  await intake.clock.leap(25_000);
  await intake.clock.advance(PAUSED + 1000);
  t.strictSame(intake.closed, ['porch/b1', 'porch/b2']);
});

t.test('a write that does not come back stops the time, too', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0));
  let release = () => {};
  intake.ledger.commit = () =>
    new Promise((resolve) => {
      release = resolve;
    });
  const stored = intake.collector.frame(frameOf(0, jpegOf(7), { burst: 'b2' }));
  await intake.clock.advance(10 * QUIET);
  t.strictSame(intake.closed, []);
  release();
  await stored;
  intake.ledger.commit = async () => {};
  await intake.clock.advance(PAUSED);
  t.strictSame([...intake.closed].sort(), ['porch/b1', 'porch/b2']);
});

t.test('any other failure of the disk is answered with hub-busy', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0));
  intake.ledger.commit = async () => {
    throw new Error('disk on fire');
  };
  await feed(intake, frameOf(1));
  await intake.collector.reject('porch', null, null, 'topic-invalid');
  await intake.clock.advance(250);
  t.match(intake.last(), { state: 'open', durable: [0], rejected: [{ index: 1, reason: 'hub-busy' }] });
});

t.test('a close that fails is tried again', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0), frameOf(1), frameOf(2));
  let failures = 1;
  intake.ledger.commit = async (what) => {
    if (what === 'close' && failures-- > 0) throw full();
  };
  await intake.collector.manifest('porch', manifest);
  t.strictSame(intake.closed, []);
  await intake.clock.advance(QUIET);
  t.strictSame(intake.closed, ['porch/b1']);
});

t.test('a disk that fails is asked again until it works, also when no camera says anything', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0), frameOf(1), frameOf(2));
  intake.ledger.commit = async () => {
    throw new Error('disk on fire');
  };
  await intake.collector.manifest('porch', manifest);
  await intake.clock.advance(DAY / 24);
  t.strictSame(intake.closed, []);
  intake.ledger.commit = async () => {};
  await intake.clock.advance(PAUSED + 2000);
  t.strictSame(intake.closed, ['porch/b1']);
  await settled();
  t.equal(intake.clock.pending, 0);
});

t.test('a disk that was full is watched until it works, also when nothing is open', async (t) => {
  const intake = await collectorOver();
  intake.ledger.commit = async (what) => {
    if (what === 'frame' || what === 'probe') throw full();
  };
  await feed(intake, frameOf(0));
  await intake.clock.advance(10_000);
  intake.ledger.commit = async () => {};
  await intake.clock.advance(2_000);
  t.equal(intake.clock.pending, 0);
});

t.test('a camera that was removed meanwhile is no fault of the disk', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0));
  intake.ledger.commit = async (what) => {
    if (what === 'frame') throw new Refusal('camera-unknown', 'removed');
  };
  await feed(intake, frameOf(1));
  await intake.clock.advance(QUIET);
  t.strictSame(intake.closed, ['porch/b1'], 'time goes on');
});

t.test('what arrives while a burst without a frame ends begins it anew', async (t) => {
  const intake = await collectorOver();
  await intake.collector.manifest('porch', manifest);
  let release = () => {};
  intake.ledger.commit = () =>
    new Promise((resolve) => {
      release = resolve;
    });
  await intake.clock.advance(PAUSED);
  const late = intake.collector.frame(frameOf(0));
  intake.ledger.commit = async () => {};
  release();
  await late;
  t.match(intake.ledger.openBursts(), [{ manifest: null, frames: [{ index: 0 }] }]);
});

t.test('a stop in the middle of a late message loses nothing', async (t) => {
  const intake = await collectorOver();
  await intake.collector.manifest('porch', manifestOf([pictures[0]]));
  await feed(intake, frameOf(0));
  await settled();
  let release = () => {};
  intake.ledger.commit = () =>
    new Promise((resolve) => {
      release = resolve;
    });
  const late = intake.collector.frame(frameOf(1));
  await settled();
  const stopped = intake.collector.stop();
  release();
  await Promise.all([late, stopped]);
  t.match(intake.last(), { state: 'closed', rejected: [{ index: 1, reason: 'index-out-of-range' }] });
  t.equal(intake.clock.pending, 0);
});

t.test('a burst that cannot be opened again is asked for later', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0));
  await intake.clock.advance(QUIET);
  intake.ledger.commit = async (what) => {
    if (what === 'reopen') throw full();
  };
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), {
    state: 'waiting',
    durable: [0],
    missing: [1, 2],
    rejected: [1, 2].map((index) => ({ index, reason: 'storage-full' })),
  });
  intake.ledger.commit = async () => {};
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), { state: 'waiting', durable: [0], missing: [1, 2], rejected: [] });
});

t.test('an error where none should be does not stop the burst', async (t) => {
  const intake = await collectorOver();
  const { closedBurst } = intake.ledger;
  intake.ledger.closedBurst = () => {
    throw new Error('unexpected');
  };
  await feed(intake, frameOf(0));
  intake.ledger.closedBurst = closedBurst;
  await feed(intake, frameOf(0), frameOf(1), frameOf(2));
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), { state: 'closed', durable: [0, 1, 2] });
});

t.test('a ninth burst waits in its camera, costs nothing, and comes when there is a place', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0, jpegOf(0), { camera: 'garden', burst: 'first' }));
  for (let at = 1; at <= 8; at += 1) await feed(intake, frameOf(0, jpegOf(at), { burst: `b${at}` }));
  const ninth = [jpegOf(90), jpegOf(91)];
  await feed(intake, frameOf(0, ninth[0], { burst: 'b9' }));
  await settled();
  t.match(intake.last(), {
    burst: 'b9',
    state: 'open',
    durable: [],
    rejected: [{ index: 0, reason: 'hub-busy' }],
  });
  await intake.collector.manifest('porch', manifestOf(ninth, 'b9'));
  t.match(intake.last(), {
    burst: 'b9',
    state: 'waiting',
    durable: [],
    missing: [0, 1],
    rejected: [0, 1].map((index) => ({ index, reason: 'hub-busy' })),
  });
  t.equal(intake.ledger.openBursts().length, 9);
  t.strictSame(intake.closed, [], 'nothing is closed for want of places');
  t.ok(
    intake.ledger.counted.every(({ burst }) => burst === null),
    'and nothing is kept of the one that waits',
  );
  await intake.collector.manifest('porch', manifestOf([jpegOf(1)], 'b1'));
  await intake.collector.manifest('porch', manifestOf(ninth, 'b9'));
  t.match(intake.last(), { burst: 'b9', state: 'waiting', missing: [0, 1], rejected: [] });
  for (const [index, bytes] of ninth.entries()) await feed(intake, frameOf(index, bytes, { burst: 'b9' }));
  t.match(intake.last(), { burst: 'b9', state: 'closed', durable: [0, 1], missing: [] });
});

t.test('a burst that was closed waits for a place like any other', async (t) => {
  const intake = await collectorOver();
  await feed(intake, frameOf(0));
  await intake.clock.advance(QUIET);
  for (let at = 1; at <= 8; at += 1) await feed(intake, frameOf(0, jpegOf(at), { burst: `c${at}` }));
  await feed(intake, frameOf(1));
  await settled();
  t.match(intake.last(), {
    burst: 'b1',
    state: 'open',
    durable: [0],
    rejected: [{ index: 1, reason: 'hub-busy' }],
  });
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), { burst: 'b1', state: 'waiting', durable: [0], missing: [1, 2] });
  t.equal(intake.last()?.rejected.length, 2);
});

t.test('three thousand manifests cost eight rows while they wait, and none afterwards', async (t) => {
  const intake = await collectorOver();
  for (let at = 0; at < 3000; at += 1)
    await intake.collector.manifest('porch', manifestOf([jpegOf(at)], `m${at}`));
  t.equal(intake.acks.filter(({ state }) => state === 'waiting').length, 3000, 'each has an answer');
  t.equal(intake.ledger.openBursts().length, 8);
  await intake.clock.advance(PAUSED);
  t.equal(intake.ledger.openBursts().length, 0);
  t.equal(intake.ledger.closedBurst('porch', 'm0'), null);
});

t.test('a camera above its share opens nothing further, and goes on with what is open', async (t) => {
  const above = new Set<string>();
  const intake = await collectorOver(new MemoryLedger(), (camera) => above.has(camera));
  await feed(intake, frameOf(0));
  above.add('porch');
  await feed(intake, frameOf(1), frameOf(2));
  await intake.collector.manifest('porch', manifest);
  t.match(intake.last(), { state: 'closed', durable: [0, 1, 2] });
  await intake.collector.manifest('porch', manifestOf([jpegOf(4)], 'b2'));
  t.match(intake.last(), { burst: 'b2', state: 'waiting', rejected: [{ index: 0, reason: 'hub-busy' }] });
});

t.test('a burst whose first frame could not be stored does not hold a place', async (t) => {
  const intake = await collectorOver();
  intake.ledger.commit = async (what) => {
    if (what === 'frame') throw full();
  };
  await Promise.all([0, 0].map(() => intake.collector.frame(frameOf(0, jpegOf(0), { burst: 'lost' }))));
  intake.ledger.commit = async () => {};
  for (let at = 1; at <= 8; at += 1) await feed(intake, frameOf(0, jpegOf(at), { burst: `b${at}` }));
  t.strictSame(intake.closed, []);
});

t.test('after a restart the open bursts go on where they were', async (t) => {
  const before = await collectorOver();
  await feed(before, frameOf(0), frameOf(0, jpegOf(0), { burst: 'b2' }));
  await before.collector.manifest('porch', manifest);
  await before.collector.stop();
  t.equal(before.clock.pending, 0, 'no timer is left');
  await feed(before, frameOf(1));
  t.equal(before.ledger.openBursts()[0]?.frames.length, 1, 'what comes after the stop is not taken');

  const after = await collectorOver(before.ledger);
  await feed(after, frameOf(1));
  await after.clock.advance(250);
  t.match(after.last(), { burst: 'b1', state: 'waiting', durable: [0, 1], missing: [2] });
  await feed(after, frameOf(2));
  t.match(after.last(), { burst: 'b1', state: 'closed' });
  await after.clock.advance(PAUSED - 251);
  t.strictSame(after.closed, ['porch/b1'], 'a camera may be pausing while the hub is away');
  await after.clock.advance(1);
  t.strictSame(after.closed, ['porch/b1', 'porch/b2']);
});

t.test('a burst that was complete when the hub died is closed at the start', async (t) => {
  const before = await collectorOver();
  before.ledger.commit = async (what) => {
    if (what === 'close') throw full();
  };
  await feed(before, frameOf(0), frameOf(1), frameOf(2));
  await before.collector.manifest('porch', manifest);
  await before.collector.stop();
  before.ledger.commit = async () => {};
  const after = await collectorOver(before.ledger);
  t.strictSame(after.closed, ['porch/b1']);
});

type Delivery = { kind: 'frame'; index: number; damaged: boolean } | { kind: 'manifest' };

/** Messages of a burst of `count` frames as a bad network delivers them. */
const weather = fc.integer({ min: 1, max: 6 }).chain((count) => {
  const delivery: fc.Arbitrary<Delivery> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('frame' as const),
        index: fc.nat({ max: count }),
        damaged: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'manifest' as const }) },
  );
  return fc.record({ count: fc.constant(count), deliveries: fc.array(delivery, { maxLength: 20 }) });
});

async function deliver(
  intake: Awaited<ReturnType<typeof collectorOver>>,
  count: number,
  delivery: Delivery,
): Promise<void> {
  const all = Array.from({ length: count }, (_, index) => jpegOf(index));
  if (delivery.kind === 'manifest') return intake.collector.manifest('porch', manifestOf(all));
  const { index, damaged } = delivery;
  return intake.collector.frame(frameOf(index, jpegOf(damaged ? index + 100 : index)));
}

/** Every frame that was handed in is stored, or counted with a reason. */
function assertAccounted(intake: Awaited<ReturnType<typeof collectorOver>>, deliveries: Delivery[]): void {
  const handed = deliveries.filter(({ kind }) => kind === 'frame').length;
  const durable = intake.ledger.closedBurst('porch', 'b1')?.durable.length ?? 0;
  const refused = intake.ledger.counted.filter(({ index }) => index !== null).length;
  assert.equal(durable + refused, handed);
}

t.test('whatever the network does, the burst ends once with every frame accounted for', async (t: Test) => {
  const property = fc.asyncProperty(weather, fc.boolean(), async ({ count, deliveries }, together) => {
    const intake = await collectorOver();
    intake.ledger.commit = () => settled();
    if (together) await Promise.all(deliveries.map((delivery) => deliver(intake, count, delivery)));
    else for (const delivery of deliveries) await deliver(intake, count, delivery);
    await intake.clock.advance(PAUSED);
    await settled();
    assert.equal(intake.clock.pending, 0);
    assert.equal(intake.ledger.openBursts().length, 0);
    assert.ok(intake.closed.length <= 1);
    assertAccounted(intake, deliveries);
  });
  await fc.assert(property, { numRuns: 150 });
  t.pass();
});

t.test(
  'whatever came first, a camera that does as it is told gets every frame to the disk',
  async (t: Test) => {
    const property = fc.asyncProperty(weather, async ({ count, deliveries }) => {
      const intake = await collectorOver();
      const sent = deliveries.map((delivery) => deliver(intake, count, delivery));
      for (let turn = 0; turn < 3 && intake.last()?.state !== 'closed'; turn += 1) {
        await Promise.all(sent);
        await deliver(intake, count, { kind: 'manifest' });
        await settled();
        const missing = intake.last()?.state === 'waiting' ? (intake.last()?.missing ?? []) : [];
        await Promise.all(
          missing.map((index) => deliver(intake, count, { kind: 'frame', index, damaged: false })),
        );
        await settled();
      }
      const end = intake.ledger.closedBurst('porch', 'b1');
      assert.equal(intake.last()?.state, 'closed');
      assert.deepEqual(
        end?.durable.map(({ crc32 }) => crc32),
        Array.from({ length: count }, (_, index) => frameOf(index).crc32),
      );
      assert.deepEqual(end?.missing, []);
    });
    await fc.assert(property, { numRuns: 150 });
    t.pass();
  },
);
