/** Decisions on alerts: what is told of a camera or of the hub, and when. Pure. */
import type { AlertState } from '../../store/alerts.js';

/** A camera that is away for less is not worth a message: a router that restarts, a new firmware. */
export const OFFLINE_AFTER_MS = 10 * 60_000;
/** Time for which a camera has to be there, in a row, before its going away is news again. */
export const BACK_AFTER_MS = 30 * 60_000;
/** Time for which the hub has to be in trouble, or well again, before it is told. */
export const TROUBLE_AFTER_MS = 10 * 60_000;
/** Least time between two alerts of the same kind and subject, in ms, however often it comes and goes. */
export const NOT_AGAIN_MS = 6 * 60 * 60_000;
/** A pet that nobody could see is not missed: cameras have to have looked for so long. */
const HOUR_MS = 60 * 60_000;

/** Decision on one subject: tell that it is in trouble, tell that this is over, or nothing. */
export type AlertDecision = 'trouble' | 'over' | null;

/** How long something has been so, without interruption, in ms; null while it is not. */
export interface Lasting {
  troubleMs: number | null;
  wellMs: number | null;
}

/** Decision on a camera, by what was told of it last; `now` is wall time in ms. */
export function decideOnCamera(
  told: AlertState | null,
  { troubleMs, wellMs }: Lasting,
  now: number,
): AlertDecision {
  if (told && !told.ended) return wellMs !== null && wellMs >= BACK_AFTER_MS ? 'over' : null;
  if (troubleMs === null || troubleMs < OFFLINE_AFTER_MS) return null;
  return isTooSoon(told, now) ? null : 'trouble';
}

/**
 * Decision on the hub, by what was told of it last. `codes` are those of the health issues that have lasted long enough
 * to be told; `wellMs` how long there has been no issue. An issue that was not told yet is told at once, also while the
 * hub is in trouble already.
 */
export function decideOnHub(
  told: AlertState | null,
  codes: readonly string[],
  wellMs: number | null,
  now: number,
): AlertDecision {
  const isNews = codes.some((code) => !told?.codes.includes(code));
  if (isNews) return 'trouble';
  if (told && !told.ended) return wellMs !== null && wellMs >= TROUBLE_AFTER_MS ? 'over' : null;
  return codes.length > 0 && !isTooSoon(told, now) ? 'trouble' : null;
}

/**
 * Decision on a pet that somebody wants to hear of when it was not seen for `hours`. Once is enough until it is seen again.
 * @param unseenMs since it was seen last
 * @param watchedMs how long a camera has looked without interruption; null while none does
 */
export function decideOnPet(
  told: AlertState | null,
  { unseenMs, watchedMs }: { unseenMs: number; watchedMs: number | null },
  hours: number,
): AlertDecision {
  const isUnseen = unseenMs >= hours * HOUR_MS;
  if (told && !told.ended) return isUnseen ? null : 'over';
  return isUnseen && watchedMs !== null && watchedMs >= HOUR_MS ? 'trouble' : null;
}

/** A clock that was set back says nothing of how long ago something was told. */
function isTooSoon(told: AlertState | null, now: number): boolean {
  return told !== null && now >= told.toldAt && now - told.toldAt < NOT_AGAIN_MS;
}
