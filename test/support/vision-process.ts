/** The supervisor over a process that behaves as a test tells it. */
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import type { Test } from 'tap';
import { type Clock, systemClock } from '../../src/core/clock.js';
import {
  startHere,
  superviseVision,
  type VisionOptions,
  visionDefaults,
} from '../../src/imaging/vision/supervisor.js';
import type { FrameAnalysis, Vision } from '../../src/imaging/vision/types.js';
import { temporaryFolder } from './folder.js';
import type { Behaviour } from './vision-entry.js';

export interface Change extends Partial<Omit<VisionOptions, 'process'>> {
  process?: Partial<VisionOptions['process']>;
}

/** Starts supervisors over `entry`, test/support/vision-entry.ts as plain JavaScript; each stops when its test ends. */
export function starterOf(entry: URL) {
  return (t: Test, change: Change = {}, clock: Clock = systemClock): Vision => {
    const defaults = visionDefaults(temporaryFolder(t));
    const process = { ...defaults.process, entry, flags: [], nice: 0, ...change.process };
    const options = { ...defaults, ...change, process };
    const vision = superviseVision(options, startHere(options, clock), clock, pino({ level: 'silent' }));
    t.teardown(() => vision.stop());
    return vision;
  };
}

/** An "image" that makes the process behave so. */
export function bytesOf(behaviour: Behaviour): { bytes: Uint8Array } {
  return { bytes: new TextEncoder().encode(JSON.stringify(behaviour)) };
}

/** The process that gave this answer. */
export function pidOf(answer: Pick<FrameAnalysis, 'features'>): number {
  return own(answer).pid;
}

/** How many images the process that gave this answer had been given. */
export function triesOf(answer: Pick<FrameAnalysis, 'features'>): number {
  return own(answer).tries;
}

/** What the process under test says of itself in place of features (vision-entry.ts). */
function own({ features }: Pick<FrameAnalysis, 'features'>): { pid: number; tries: number } {
  return features as unknown as { pid: number; tries: number };
}

/** False also for a process that has ended and only waits to be noticed. */
export function alive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The same time-out for every task. */
export function silence(ms: number): VisionOptions['silenceMs'] {
  return {
    motionCells: ms,
    contents: ms,
    appearances: ms,
    coarseStats: ms,
    detect: ms,
    analyse: ms,
    thumbnails: ms,
    noticePicture: ms,
    upscale: ms,
    film: ms,
    highlight: ms,
    checkModel: ms,
    tryModel: ms,
  };
}
