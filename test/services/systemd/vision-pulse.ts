import t from 'tap';
import type { Vision } from '../../../src/imaging/vision/types.js';
import { listenToVision } from '../../../src/services/systemd/vision-pulse.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const MINUTE = 60_000;

/** A vision process that answers when the test says so. */
function heldVision() {
  const held: {
    resolve: (value: never) => void;
    reject: (error: Error) => void;
    progress: (done: number) => void;
  }[] = [];
  let stopped = false;
  const vision: Vision = {
    run: (_task, _request, options) =>
      new Promise((resolve, reject) =>
        held.push({ resolve, reject, progress: (done) => options?.onProgress?.(done) }),
      ),
    state: () => ({ process: 'running', queued: held.length, restarts: 0 }),
    stop: async () => {
      stopped = true;
    },
  };
  return { vision, held, stopped: () => stopped };
}

t.test('idle is alive, however long', async (t) => {
  const clock = new ManualClock();
  const { probe } = listenToVision(heldVision().vision, clock);
  await clock.advance(60 * MINUTE);
  await t.resolves(probe.ask());
});

t.test('silent for longer than the supervisor allows is not', async (t) => {
  const clock = new ManualClock();
  const { vision, held } = heldVision();
  const { vision: heard, probe } = listenToVision(vision, clock);
  await clock.advance(60 * MINUTE);
  const answer = heard.run('analyse', { bytes: new Uint8Array() });
  await clock.advance(10 * MINUTE);
  await t.resolves(probe.ask(), 'waits as long as the supervisor is');
  await clock.advance(1);
  await t.rejects(probe.ask(), /silent for 600 s with 1 images waiting/);
  held[0]?.resolve({} as never);
  await answer;
  await t.resolves(probe.ask(), 'alive again with its answer');
});

t.test('progress and refusals are signs of life, and reach the asker', async (t) => {
  const clock = new ManualClock();
  const { vision, held, stopped } = heldVision();
  const { vision: heard, probe } = listenToVision(vision, clock);
  const steps: number[] = [];
  const request = { bytes: new Uint8Array(), scale: 2 as const };
  const first = heard.run('upscale', request, { onProgress: (done) => steps.push(done) });
  const second = heard.run('upscale', request);
  await clock.advance(5 * MINUTE);
  held[0]?.progress(0.5);
  held[1]?.progress(0.1);
  await clock.advance(5 * MINUTE);
  await t.resolves(probe.ask());
  held[0]?.reject(new Error('undecodable'));
  await t.rejects(first, /undecodable/);
  await clock.advance(5 * MINUTE);
  await t.resolves(probe.ask());
  t.strictSame(steps, [0.5]);
  t.equal(heard.state().queued, 2);
  held[1]?.resolve({} as never);
  await second;
  await heard.stop();
  await settled();
  t.ok(stopped());
});
