import t from 'tap';
import { BUDGET_MS, CameraTurns } from '../../src/hub/camera-turns.js';
import { ManualClock } from '../support/manual-clock.js';

const backlog = (camera: string, cuts: number, upscales = 0) => ({ camera, cuts, upscales });
const said = (turns: ReturnType<CameraTurns['order']>) =>
  turns.map(({ stage, camera }) => `${stage} ${camera}`);

t.test('cuts go before enlargements, and the camera first that has cost least', async (t) => {
  const turns = new CameraTurns(new ManualClock());
  const waiting = [backlog('hall', 3, 1), backlog('porch', 1, 2), backlog('attic', 0, 1)];
  turns.order(waiting);
  turns.charge('hall', 2000);
  turns.charge('porch', 1000);
  const order = turns.order(waiting);
  t.strictSame(said(order), ['cut porch', 'cut hall', 'upscale attic', 'upscale porch', 'upscale hall']);
  t.equal(order[1]?.waiting, 3);
  t.ok(turns.goesBefore('porch', 'hall'));
  t.notOk(turns.goesBefore('hall', 'porch'));
  t.notOk(turns.goesBefore('attic', 'cellar'), 'where nobody has cost anything nobody goes before');
});

t.test('a camera above its budget comes after all work of the others, until time has passed', async (t) => {
  const clock = new ManualClock();
  const turns = new CameraTurns(clock);
  const waiting = [backlog('hall', 1, 1), backlog('porch', 0, 1)];
  turns.order(waiting);
  turns.charge('hall', BUDGET_MS + 1000);
  t.ok(turns.isAboveBudget('hall'));
  t.strictSame(said(turns.order(waiting)), ['upscale porch', 'cut hall', 'upscale hall']);
  await clock.advance(15 * 60_000);
  t.equal(Math.round(turns.spentMs('hall')), (BUDGET_MS + 1000) / 2, 'half is forgotten');
  t.strictSame(said(turns.order(waiting)), ['cut hall', 'upscale porch', 'upscale hall']);
});

t.test('refused frames count against their camera though they cost hardly anything', async (t) => {
  const turns = new CameraTurns(new ManualClock());
  turns.charge('porch', 20_000);
  turns.strike('hall');
  t.ok(turns.goesBefore('porch', 'hall'));
  for (let frame = 0; frame < 20; frame += 1) turns.strike('hall');
  t.ok(turns.isAboveBudget('hall'));
});

t.test('time without work is no credit, and work done before it no debt', async (t) => {
  const turns = new CameraTurns(new ManualClock());
  turns.order([backlog('hall', 1)]);
  turns.begin('hall');
  turns.charge('hall', 20_000);
  turns.order([]);
  turns.order([backlog('greedy', 9)]);
  turns.begin('greedy');
  turns.charge('greedy', 500);
  turns.order([backlog('greedy', 9), backlog('hall', 1)]);
  t.ok(turns.goesBefore('hall', 'greedy'), 'it does not wait until the other has cost as much');
  turns.begin('hall');
  turns.charge('hall', 1000);
  t.ok(turns.goesBefore('greedy', 'hall'));
});
