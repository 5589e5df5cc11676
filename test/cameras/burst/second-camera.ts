import t from 'tap';
import { BurstCollector } from '../../../src/cameras/burst/collector.js';
import { type Intake, Receiver } from '../../../src/cameras/mqtt/intake.js';
import { encodeAck } from '../../../src/cameras/protocol/ack.js';
import { Fault } from '../../../src/core/errors.js';
import { Semaphore } from '../../../src/core/semaphore.js';
import { quiet } from '../../support/broker.js';
import { jpegOf } from '../../support/frames.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { MemoryLedger } from '../../support/memory-ledger.js';
import { ProtocolCamera, type ProtocolCameraOptions } from '../../support/protocol-camera.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const full = () => new Fault('storage-full', 'no room', 'make room');

/** The hub's receiving half without sockets, and a camera that somebody else has written. */
async function hubWithCamera(more: Partial<ProtocolCameraOptions> = {}) {
  const clock = new ManualClock();
  const ledger = new MemoryLedger();
  const closings: string[] = [];
  /** `spoils` damages the first frame of every burst on its way. */
  const air = { up: true, spoils: false };
  const share = { used: false };
  const collector = new BurstCollector({
    ledger,
    clock,
    log: quiet,
    sendAck: (_camera, ack) => void (air.up && camera.hear(encodeAck(ack))),
    onClosed: (_camera, burst) => closings.push(burst),
    isAboveShare: () => share.used,
  });
  const intake: Omit<Intake, 'availability'> = {
    knows: () => true,
    frame: (frame) => collector.frame(frame),
    manifest: (id, manifest) => collector.manifest(id, manifest),
    rejected: (id, burst, index, reason) => collector.reject(id, burst, index, reason),
    state: () => {},
    preview: () => {},
    updateWanted: () => {},
    updateEnded: () => {},
  };
  const receiver = new Receiver({
    intake,
    semaphore: new Semaphore({ permits: 16, acquireTimeout: { ms: 2000, clock } }),
    availability: () => {},
    answered: () => {},
    clock,
    log: quiet,
  });
  const camera: ProtocolCamera = new ProtocolCamera({
    camera: 'porch',
    clock,
    publish: (topic, payload) => {
      if (!air.up) return Promise.reject(new Error('no connection'));
      const spoilt = air.spoils && topic.endsWith('/frame/0');
      return receiver.receive(topic, spoilt ? jpegOf(9_999) : payload);
    },
    ...more,
  });
  await collector.start();
  camera.connect();
  const cut = () => {
    air.up = false;
    camera.disconnect();
  };
  const mend = () => {
    air.up = true;
    camera.connect();
  };
  const fill = () => {
    ledger.room = false;
    ledger.commit = async (what) => {
      if (what === 'frame') throw full();
    };
  };
  const makeRoom = () => {
    ledger.room = true;
    ledger.commit = async () => {};
  };
  return { clock, ledger, closings, camera, share, air, cut, mend, fill, makeRoom };
}

const burstOf = (seed: number, count = 6) =>
  Array.from({ length: count }, (_, index) => jpegOf(seed * 100 + index));

t.test('a burst arrives', async (t) => {
  const { camera, clock } = await hubWithCamera();
  camera.capture('b1', burstOf(1));
  await settled();
  t.strictSame(camera.delivered, ['b1']);
  await clock.advance(MINUTE);
  t.equal(clock.pending, 0, 'and nothing is left to do on either side');
});

t.test('a full disk costs nothing, however long it lasts', async (t) => {
  for (const minutes of [1, 20, 120]) {
    const hub = await hubWithCamera();
    hub.camera.capture('b1', burstOf(1));
    await settled();
    hub.fill();
    for (const name of ['b2', 'b3', 'b4']) hub.camera.capture(name, burstOf(Number(name.slice(1))));
    await hub.clock.advance(minutes * MINUTE);
    t.strictSame(hub.camera.delivered, ['b1']);
    t.equal(hub.ledger.openBursts().length, 0, 'nothing is kept of what waits');
    hub.makeRoom();
    await hub.clock.advance(2 * MINUTE);
    t.strictSame([...hub.camera.delivered].sort(), ['b1', 'b2', 'b3', 'b4'], `after ${minutes} minutes`);
    t.strictSame(hub.camera.lost, []);
  }
});

t.test('a disk that fills up within a burst costs nothing', async (t) => {
  const hub = await hubWithCamera();
  let left = 2;
  hub.ledger.commit = async (what) => {
    if (what === 'frame' && left-- <= 0) throw full();
  };
  hub.camera.capture('b1', burstOf(1));
  await settled();
  hub.ledger.room = false;
  await hub.clock.advance(60 * MINUTE);
  t.strictSame(hub.closings, [], 'its time stands still');
  hub.makeRoom();
  await hub.clock.advance(76_000);
  t.strictSame(hub.camera.delivered, ['b1'], 'the next pause of the camera finds it open');
  t.strictSame(hub.camera.lost, []);
});

t.test('Wi-Fi that goes away within a burst costs nothing', async (t) => {
  for (const awayMs of [26_000, 60 * MINUTE, DAY - MINUTE]) {
    const hub = await hubWithCamera();
    let left = 4;
    hub.ledger.commit = async (what) => {
      if (what === 'frame' && --left === 0) hub.cut();
    };
    hub.camera.capture('b1', burstOf(1));
    await hub.clock.advance(awayMs);
    t.strictSame(hub.closings, ['b1'], 'it was closed meanwhile');
    hub.ledger.commit = async () => {};
    hub.mend();
    await settled();
    t.strictSame(hub.camera.delivered, ['b1'], `after ${awayMs / 1000} s`);
    t.equal(hub.ledger.closedBurst('porch', 'b1')?.durable.length, 6);
    t.strictSame(hub.camera.lost, []);
  }
});

t.test('a hub that stood still costs nothing', async (t) => {
  const hub = await hubWithCamera();
  for (let burst = 0; burst < 4; burst += 1) {
    hub.camera.capture(`b${burst}`, burstOf(burst));
    await hub.clock.leap(25_000);
  }
  await hub.clock.advance(2 * MINUTE);
  t.equal(hub.camera.delivered.length, 4);
  t.equal(hub.closings.length, 4, 'each was closed once');
  t.strictSame(hub.camera.lost, []);
});

t.test('fifteen bursts that wait arrive, whatever of them the hub has open', async (t) => {
  const hub = await hubWithCamera({ window: 15 });
  hub.share.used = true;
  for (let burst = 0; burst < 15; burst += 1) hub.camera.capture(`b${burst}`, burstOf(burst));
  await hub.clock.advance(MINUTE);
  t.equal(hub.camera.waiting, 15);
  t.equal(hub.ledger.openBursts().length, 0, 'and cost nothing here');
  hub.share.used = false;
  await hub.clock.advance(20 * MINUTE);
  t.equal(hub.camera.delivered.length, 15);
  t.strictSame(hub.camera.lost, []);
});

t.test('eight open bursts make the others wait, until one is closed', async (t) => {
  const hub = await hubWithCamera({ window: 15 });
  hub.air.spoils = true;
  for (let burst = 0; burst < 15; burst += 1) hub.camera.capture(`b${burst}`, burstOf(burst));
  await hub.clock.advance(5 * MINUTE);
  t.equal(hub.ledger.openBursts().length, 8);
  t.strictSame(hub.closings, [], 'nothing is closed for want of places');
  hub.air.spoils = false;
  await hub.clock.advance(5 * MINUTE);
  t.equal(hub.camera.delivered.length, 15);
  t.strictSame(hub.camera.lost, []);
});

t.test('only a camera whose own memory is full loses bursts, and counts them', async (t) => {
  const hub = await hubWithCamera({ memory: 3 });
  hub.fill();
  for (let burst = 0; burst < 5; burst += 1) hub.camera.capture(`b${burst}`, burstOf(burst, 1));
  await hub.clock.advance(10 * MINUTE);
  hub.makeRoom();
  await hub.clock.advance(2 * MINUTE);
  t.strictSame(hub.camera.lost, ['b0/0: no memory', 'b1/0: no memory']);
  t.strictSame([...hub.camera.delivered].sort(), ['b2', 'b3', 'b4']);
});
