import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { activityOf, isHeldUp } from '../../../src/imaging/vision/held-up.js';

const HOUR_MS = 3_600_000;

t.test('a process that is stopped is held up, one that sleeps is not', async (t) => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const pid = child.pid as number;
  const before = activityOf(pid);
  child.kill('SIGSTOP');
  while (!isHeldUp(pid, before, HOUR_MS)) await new Promise(setImmediate);
  const busy = { ...before, usedMs: before.usedMs - HOUR_MS / 4 };
  t.notOk(isHeldUp(pid, busy, HOUR_MS), 'a quarter of the time is enough to have worked');
  child.kill('SIGCONT');
  while (isHeldUp(pid, before, HOUR_MS)) await new Promise(setImmediate);
  const starved = { ...before, delayedMs: before.delayedMs - HOUR_MS / 2 };
  t.ok(isHeldUp(pid, starved, HOUR_MS), 'one that waited for the processor half the time is held up');
});

t.test('processor time grows with the work, and a process that is gone has none', async (t) => {
  const before = activityOf(process.pid).usedMs;
  while (process.cpuUsage().user < (before + 100) * 1000);
  t.ok(activityOf(process.pid).usedMs > 0);
  const child = spawn('true', { stdio: 'ignore' });
  await once(child, 'exit');
  const gone = { usedMs: 0, delayedMs: 0 };
  t.strictSame(activityOf(child.pid as number), gone);
  t.notOk(isHeldUp(child.pid as number, gone, HOUR_MS));
});
