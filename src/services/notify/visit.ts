/** Whether a photo is the first of a visit: no pet was seen by this camera for a while before it. */
export function startsVisit(previousTakenAt: number | null, takenAt: number, gapMs: number): boolean {
  return previousTakenAt === null || takenAt - previousTakenAt >= gapMs;
}
