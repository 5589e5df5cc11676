import type { Clock } from '../core/clock.js';
import { type Zone, zoneOf } from '../core/local-time.js';
import { chooseMemory, type MemoryPeriod, memoryPeriods } from '../imaging/highlight/memory.js';
import type { Memory, MemorySource } from '../server/api/routes/memories.js';
import type { Gallery } from '../store/contract.js';
import type { Highlights } from '../store/highlights.js';

/** Collaborators of the memories: photos, clock and time zone. */
export interface MemoriesParts {
  store: Pick<Gallery, 'photos' | 'photo'> & Pick<Highlights, 'highlightCandidates'>;
  clock: Clock;
  /** IANA name; empty for the system's. */
  timeZone: string;
}

/** Chosen photos are good for so long, unless the day changes or a new photo comes. */
const GOOD_MS = 10 * 60_000;
/** Photos of which it is looked up who is on them. */
const MOST_LOOKED_UP = 300;
/** Pets whose memories are remembered. */
const MOST_REMEMBERED = 30;

/** Photos to look back on. Nothing of it is stored: it is chosen of the photos that are there. */
export class Memories implements MemorySource {
  readonly #parts: MemoriesParts;
  readonly #wall: Zone;
  readonly #chosen = new Map<number, { at: number; newest: number; memories: Memory[] }>();

  constructor(parts: MemoriesParts) {
    this.#parts = parts;
    this.#wall = zoneOf(parts.timeZone);
  }

  of(who: number | undefined): Memory[] {
    const now = this.#parts.clock.now();
    const newest = this.#parts.store.photos({ limit: 1 })[0]?.id ?? 0;
    const key = who ?? 0;
    const known = this.#chosen.get(key);
    const isYoung = known && now >= known.at && now - known.at < GOOD_MS;
    if (isYoung && known.newest === newest && this.#isSameDay(now, known.at)) return known.memories;
    const memories = this.#choose(now, who);
    this.#chosen.delete(key);
    this.#chosen.set(key, { at: now, newest, memories });
    if (this.#chosen.size > MOST_REMEMBERED) this.#chosen.delete(this.#chosen.keys().next().value as number);
    return memories;
  }

  #choose(now: number, who: number | undefined): Memory[] {
    const { store } = this.#parts;
    const [first] = store.photos({ limit: 1, oldestFirst: true, ...(who !== undefined && { who }) });
    return memoryPeriods(now, first?.takenAt ?? null, this.#wall).flatMap((period) => {
      const choice = chooseMemory(period.kind, this.#candidates(period, who));
      return choice ? [{ ...period, ...choice }] : [];
    });
  }

  #candidates({ from, until }: MemoryPeriod, who: number | undefined) {
    const { store } = this.#parts;
    const candidates = store.highlightCandidates(from, until);
    if (who === undefined) return candidates;
    return candidates
      .sort((a, b) => Number(b.favourite) - Number(a.favourite) || b.score - a.score)
      .slice(0, MOST_LOOKED_UP)
      .filter(({ id }) => store.photo(id)?.pets.includes(who));
  }

  #isSameDay(one: number, other: number): boolean {
    const [a, b] = [this.#wall.localOf(one), this.#wall.localOf(other)];
    return a.day === b.day && a.month === b.month && a.year === b.year;
  }
}
