import type { MissedPet } from '../services/notify/alert-watch.js';
import type { Accounts } from '../store/accounts.js';
import type { Gallery } from '../store/contract.js';
import type { Pets } from '../store/pets.js';

/** Parts of the store that the alarms of pets need. */
export type AlarmStore = Pick<Pets, 'pets'> &
  Pick<Gallery, 'photos'> &
  Pick<Accounts, 'setting' | 'setSetting'>;

/** Setting that holds after how many hours somebody wants to hear of a pet. */
const alarmOf = (pet: number) => `notify unseen ${pet}`;

/** Hours after which somebody wants to hear that a pet was not seen; null while nobody does. */
export function alarmHours(store: Pick<AlarmStore, 'setting'>, pet: number): number | null {
  const hours = store.setting(alarmOf(pet));
  return hours === null ? null : Number(hours);
}

/** Sets such an alarm, or with null takes it away. */
export function setAlarm(
  store: Pick<AlarmStore, 'setSetting'>,
  pet: number,
  hours: number | null,
): Promise<void> {
  return store.setSetting(alarmOf(pet), hours === null ? null : String(hours));
}

/** When a pet was seen last, in wall-clock ms; null for one that never was. */
export function lastSeenAt(store: Pick<AlarmStore, 'photos'>, pet: number): number | null {
  return store.photos({ who: pet, limit: 1 })[0]?.takenAt ?? null;
}

/** Pets with an alarm that have been seen at all. */
export function missedPets(store: AlarmStore): MissedPet[] {
  return store.pets().flatMap(({ id, name }) => {
    const hours = alarmHours(store, id);
    const seen = hours === null ? null : lastSeenAt(store, id);
    return hours === null || seen === null ? [] : [{ id, name, hours, lastSeenAt: seen }];
  });
}
