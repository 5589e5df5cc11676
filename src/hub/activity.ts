import type { Clock } from '../core/clock.js';
import { type LocalTime, type Zone, zoneOf } from '../core/local-time.js';
import type { Activity, ActivitySource, PetActivity } from '../server/api/routes/activity.js';
import type { PhotoRow } from '../store/types.js';
import { type AlarmStore, alarmHours, lastSeenAt, setAlarm } from './pet-alarms.js';

/** Collaborators of the activity of pets. */
export interface ActivityParts {
  store: AlarmStore;
  clock: Clock;
  /** IANA name; empty for the system's. */
  timeZone: string;
}

const DAY_MS = 86_400_000;
/** Photos that are read at a time, and of one look in all: the newest count. */
const AT_ONCE = 250;
const MOST = 6_000;

/** When each pet was seen, of the photos that are there. */
export class PetsActivity implements ActivitySource {
  readonly #parts: ActivityParts;
  readonly #wall: Zone;

  constructor(parts: ActivityParts) {
    this.#parts = parts;
    this.#wall = zoneOf(parts.timeZone);
  }

  async of(days: number): Promise<Activity> {
    const { store } = this.#parts;
    const names = this.#daysBack(days);
    const pets = store.pets();
    const counts = new Map(
      (pets.length === 0 ? [null] : pets.map(({ id }) => id)).map((id) => [id, newCount()]),
    );
    await this.#read(days, (photo) => {
      const ids = pets.length === 0 ? [null] : photo.pets;
      for (const id of ids) this.#add(counts.get(id), photo);
    });
    return {
      days: names,
      pets: [...counts].map(([pet, count]) => this.#view(pet, count, names)),
    };
  }

  setAlarm(pet: number, hours: number | null): Promise<void> {
    return setAlarm(this.#parts.store, pet, hours);
  }

  /** Reads the newest photos with a pet, some at a time, so that everything else goes on meanwhile. */
  async #read(days: number, add: (photo: PhotoRow) => void): Promise<void> {
    const { store, clock } = this.#parts;
    const from = clock.now() - (days + 1) * DAY_MS;
    let after: PhotoRow | undefined;
    for (let read = 0; read < MOST; read += AT_ONCE) {
      const page = store.photos({ pet: 'any', from, limit: AT_ONCE, ...(after && { after }) });
      for (const photo of page) add(photo);
      after = page.at(-1);
      if (page.length < AT_ONCE) return;
      await new Promise(setImmediate);
    }
  }

  #add(count: Count | undefined, { takenAt, camera }: PhotoRow): void {
    if (!count) return;
    const local = this.#wall.localOf(takenAt);
    const day = dayName(local);
    const known = count.days.get(day) ?? {
      hours: new Set<number>(),
      photos: 0,
      first: takenAt,
      last: takenAt,
    };
    known.hours.add(local.hour);
    known.photos += 1;
    known.first = Math.min(known.first, takenAt);
    known.last = Math.max(known.last, takenAt);
    count.days.set(day, known);
    count.cameras.set(camera, (count.cameras.get(camera) ?? 0) + 1);
  }

  #view(pet: number | null, { days, cameras }: Count, names: readonly string[]): PetActivity {
    const { store } = this.#parts;
    const shown = names.map((day) => days.get(day));
    const [newest] = pet === null ? store.photos({ pet: 'any', limit: 1 }) : [];
    return {
      pet,
      days: shown.map((day) =>
        day ? { hours: day.hours.size, photos: day.photos, first: day.first, last: day.last } : null,
      ),
      byHour: Array.from({ length: 24 }, (_, hour) => shown.filter((day) => day?.hours.has(hour)).length),
      places: [...cameras]
        .map(([camera, photos]) => ({ camera, photos }))
        .sort((a, b) => b.photos - a.photos),
      lastSeenAt: pet === null ? (newest?.takenAt ?? null) : lastSeenAt(store, pet),
      alarmHours: pet === null ? null : alarmHours(store, pet),
    };
  }

  /** The last days with today, oldest first, `2026-11-23`. */
  #daysBack(count: number): string[] {
    const today = this.#wall.localOf(this.#parts.clock.now());
    return Array.from({ length: count }, (_, index) => dayName(today, index + 1 - count));
  }
}

interface Count {
  days: Map<string, { hours: Set<number>; photos: number; first: number; last: number }>;
  cameras: Map<string, number>;
}

const newCount = (): Count => ({ days: new Map(), cameras: new Map() });

/** Name of a day of the wall, `2026-11-23`, or of one some days after it. */
function dayName({ year, month, day }: LocalTime, after = 0): string {
  return new Date(Date.UTC(year, month - 1, day + after)).toISOString().slice(0, 10);
}
