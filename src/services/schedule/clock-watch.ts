import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { Accounts } from '../../store/contract.js';
import { clockTrouble, trustClock } from './clock-trust.js';

/** Watches the wall clock beside one that never jumps. */
export interface ClockWatch {
  /** To be called every minute or so. */
  look(): Promise<void>;
  /** Wall time in ms, null while it cannot be trusted. */
  trusted(): number | null;
  trouble(): string | null;
}

const JUMP_MS = 60_000;
const NOTE_EVERY_MS = 3_600_000;
const KEY = 'clock-trusted-at';

export function watchClock(
  store: Pick<Accounts, 'setting' | 'setSetting'>,
  clock: Clock,
  log: Logger,
): ClockWatch {
  let wall = clock.now();
  let ticks = clock.monotonic();
  let steadySince = ticks;
  let trustedAt = numberOf(store.setting(KEY));

  const evidence = () => ({ now: clock.now(), trustedAt, steadyMs: clock.monotonic() - steadySince });

  function compare(): void {
    const jump = clock.now() - wall - (clock.monotonic() - ticks);
    wall = clock.now();
    ticks = clock.monotonic();
    if (Math.abs(jump) < JUMP_MS) return;
    steadySince = ticks;
    log.warn({ seconds: Math.round(jump / 1000) }, 'the clock was set');
  }

  async function look(): Promise<void> {
    compare();
    const seen = evidence();
    if (trustClock(seen) !== 'trusted') return;
    const known = trustedAt;
    if (known !== null && Math.abs(seen.now - known) < NOTE_EVERY_MS) return;
    trustedAt = seen.now;
    await store.setSetting(KEY, String(seen.now)).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'the time was not noted');
    });
  }

  return {
    look,
    trusted: () => {
      compare();
      return trustClock(evidence()) === 'trusted' ? clock.now() : null;
    },
    trouble: () => clockTrouble(trustClock(evidence()), evidence()),
  };
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}
