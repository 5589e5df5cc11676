import { readdirSync, readFileSync } from 'node:fs';

/** Processor time that a process has had so far, in ms; 0 where the system does not say. */
export interface Activity {
  usedMs: number;
  /** How long its threads, taken together, have waited to be run. */
  delayedMs: number;
}

/** Linux counts processor time in hundredths of a second for whoever reads it in /proc. */
const TICK_MS = 10;
const NANOSECONDS = 1e6;
/** Fields of /proc/PID/stat after the name, which may hold spaces and brackets: state, and times in user and system mode. */
const [STATE, USER, SYSTEM] = [0, 11, 12];
/** Field of /proc/PID/schedstat. */
const DELAY = 1;
/** Stopped, or waiting for a disk. */
const STOPPED = /[DTt]/;
/** A process that got less of the processor than this was not busy with its work. */
const LEAST_SHARE = 0.25;
/** A process that has waited for the processor for more than this share of the time was kept from its work. */
const MOST_DELAY = 0.5;

/** Activity of a running process, from `/proc` (proc(5)). */
export function activityOf(pid: number): Activity {
  const fields = statOf(`/proc/${pid}`);
  const ticks = Number(fields[USER] ?? 0) + Number(fields[SYSTEM] ?? 0);
  const delays = threadsOf(pid).map((thread) => Number(read(`${thread}/schedstat`).split(' ')[DELAY] ?? 0));
  return { usedMs: ticks * TICK_MS, delayedMs: delays.reduce((sum, ns) => sum + ns / NANOSECONDS, 0) };
}

/**
 * True when the machine kept a process from its work for the last `elapsedMs` milliseconds, at whose begin it had had
 * `before`: it has hardly been run, although it wanted to be, or it is stopped or waits for a disk now. A process
 * that sleeps, or that was busy all the time, was not held up.
 */
export function isHeldUp(pid: number, before: Activity, elapsedMs: number): boolean {
  const { usedMs, delayedMs } = activityOf(pid);
  if (usedMs - before.usedMs >= LEAST_SHARE * elapsedMs) return false;
  if (delayedMs - before.delayedMs >= MOST_DELAY * elapsedMs) return true;
  return threadsOf(pid).some((thread) => STOPPED.test(statOf(thread)[STATE] ?? ''));
}

function threadsOf(pid: number): string[] {
  const folder = `/proc/${pid}/task`;
  return orElse([], () => readdirSync(folder)).map((name) => `${folder}/${name}`);
}

function statOf(folder: string): string[] {
  const text = read(`${folder}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

const read = (file: string) => orElse('', () => readFileSync(file, 'utf8'));

/** A process, or a thread of it, may end at any moment; other systems have no such files at all. */
function orElse<T>(nothing: T, work: () => T): T {
  try {
    return work();
  } catch {
    return nothing;
  }
}
