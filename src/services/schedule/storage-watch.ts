import type { Clock } from '../../core/clock.js';
import { Fault, type HealthIssue, messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { Store, Upkeep } from '../../store/contract.js';

/** Watches whether what cameras send can be kept. */
export interface StorageWatch {
  /** Tries a small write; to be called every minute or so. */
  look(): Promise<void>;
  /** `storage-full`, `storage-slow` or `storage`, with one sentence; empty when all is well. */
  issues(): HealthIssue[];
}

/** A small write that takes longer than this keeps cameras waiting for their acknowledgements. */
const SLOW_MS = 5_000;

const MEBIBYTE = 1024 * 1024;

/** Watch over the disk: a probe writes regularly, and what fails or is slow becomes a health issue. */
export function watchStorage(
  store: Pick<Upkeep, 'probe' | 'storageUse'> & Pick<Store, 'hasRoom'>,
  reserveBytes: number,
  clock: Clock,
  log: Logger,
): StorageWatch {
  let found: HealthIssue | null = null;

  /** Said once when it begins and once when it is over. */
  function note(issue: HealthIssue | null): void {
    if (issue !== null && found === null) log.error({ issue: issue.text }, 'storage: probe failed');
    if (issue === null && found !== null) log.info('storage: probe succeeds again');
    found = issue;
  }

  return {
    async look() {
      const began = clock.monotonic();
      const fault: unknown = await store.probe().then(
        () => null,
        (error: unknown) => error,
      );
      const seconds = (clock.monotonic() - began) / 1000;
      if (fault !== null) note(stuck(fault));
      else note(seconds * 1000 > SLOW_MS ? { code: 'storage-slow', text: slow(seconds) } : null);
    },
    issues() {
      if (found !== null) return [found];
      if (store.hasRoom()) return [];
      return [{ code: 'storage-full', text: fullness(store.storageUse().freeBytes, reserveBytes) }];
    },
  };
}

function stuck(fault: unknown): HealthIssue {
  const isFull = fault instanceof Fault && fault.code === 'storage-full';
  return { code: isFull ? 'storage-full' : 'storage', text: `nothing can be stored: ${messageOf(fault)}` };
}

function slow(seconds: number): string {
  return `the disk is slow: a small write took ${Math.round(seconds)} s; an SD card that is worn out does that`;
}

function fullness(freeBytes: number, reserveBytes: number): string {
  const free = `the disk is full: ${Math.floor(freeBytes / MEBIBYTE)} MiB are free, and new photos are refused`;
  return reserveBytes === 0 ? free : `${free} below ${Math.floor(reserveBytes / MEBIBYTE)} MiB`;
}
