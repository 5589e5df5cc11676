/** Facts of a job when it is asked whether it is due. Times in wall-clock ms. */
export interface DueQuestion {
  now: number;
  /** When it was to run next, as it was remembered; null when nothing was. */
  nextAt: number | null;
  lastAt: number | null;
  /** True when it failed: then `nextAt` may be a time out of its turn. */
  retry: boolean;
  /** False for what makes no sense later, a photo at eight for instance. */
  catchUp: boolean;
  /** The first time after another, by its timetable; null when there is none. */
  after(time: number): number | null;
}

/** `missed` is due too long ago to be of use. `nextAt` is what to remember from now on. */
export interface DueAnswer {
  verdict: 'run' | 'missed' | 'wait';
  nextAt: number | null;
}

/** Up to this late a job is on time. */
export const LATE_MS = 90_000;

/** A clock that goes back by less was corrected; by more, it was wrong before. */
const CORRECTION_MS = 3_600_000;

/**
 * Decides whether a job runs now. However many times it was missed, it is caught up once; a clock that is set back a
 * little does not run it twice; one that is set back far does not make it wait for years.
 */
export function isDue({ now, nextAt, lastAt, retry, catchUp, after }: DueQuestion): DueAnswer {
  const following = after(now);
  if (nextAt === null) return { verdict: 'wait', nextAt: following };
  if (now >= nextAt)
    return { verdict: catchUp || now - nextAt <= LATE_MS ? 'run' : 'missed', nextAt: following };
  const corrected = lastAt !== null && lastAt > now && lastAt - now < CORRECTION_MS;
  const regular = corrected ? after(lastAt) : following;
  // Another time than before: the timetable was changed, or the clock was set back.
  const sooner = retry && regular !== null && nextAt < regular;
  return { verdict: 'wait', nextAt: sooner ? nextAt : regular };
}
