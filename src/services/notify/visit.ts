/**
 * True when a photo is the first of a visit: its camera has seen no pet for `gapMs` before it. Times in ms;
 * `previousTakenAt` is null without an earlier photo.
 */
export function startsVisit(previousTakenAt: number | null, takenAt: number, gapMs: number): boolean {
  return previousTakenAt === null || takenAt - previousTakenAt >= gapMs;
}
