import t from 'tap';
import { createLog } from '../../src/log.js';
import { startUpkeep } from '../../src/upkeep/schedule.js';
import { ManualClock } from '../rig/manual-clock.js';
import { openTestStore } from '../rig/store.js';

const limits = { losingFramesDays: 7, photosMaxDays: 0, maxBytes: 2 ** 40, reserveBytes: 0 };

function listening() {
  const lines: string[] = [];
  const log = createLog('silent');
  let heard = () => {};
  const first = new Promise<void>((resolve) => {
    heard = resolve;
  });
  for (const level of ['info', 'warn', 'error'] as const)
    log[level] = (...[, message]: unknown[]) => {
      lines.push(`${level}: ${message}`);
      heard();
    };
  return { log, lines, first };
}

t.test('runs by the clock', async (t) => {
  const { store, clock } = await openTestStore(t);
  const { log, lines, first } = listening();
  const upkeep = startUpkeep({ store, limits, clock, log, times: '* * * * * *' });
  await first;
  await upkeep.stop();
  t.equal(lines[0], 'info: storage upkeep');
});

t.test('one pass at a time; stopping waits for it', async (t) => {
  const { store, clock } = await openTestStore(t);
  const { log, lines } = listening();
  const upkeep = startUpkeep({ store, limits: { ...limits, maxBytes: 1 }, clock, log });
  const pass = upkeep.run();
  t.equal(upkeep.run(), pass);
  t.match(await pass, { photos: 0, stuck: true });
  t.strictSame(lines, ['warn: the store is too large, and only favourites are left']);
  const last = upkeep.run();
  t.not(last, pass);
  await upkeep.stop();
  t.equal(lines.length, 2);
  t.match(await last, { stuck: true });
});

t.test('a pass that fails is reported and tried again', async (t) => {
  const { store } = await openTestStore(t);
  const { log, lines } = listening();
  const upkeep = startUpkeep({ store, limits, clock: new ManualClock(), log });
  await store.close();
  t.equal(await upkeep.run(), null);
  t.equal(await upkeep.run(), null);
  t.strictSame(lines, Array(2).fill('error: storage upkeep has failed'));
  await upkeep.stop();
});
