import type { Accounts } from '../../store/accounts.js';

/** Presence of people at home, as Home Assistant says; null while it has not said so, or is away itself. */
export type Presence = 'home' | 'away' | null;

/** Setting that outlives a restart: Home Assistant says it when it changes, and not again. */
const SETTING = 'home-assistant-presence';

/** Memory of what Home Assistant said last of who is at home. */
export class PresenceNote {
  readonly #store: Pick<Accounts, 'setting' | 'setSetting'>;

  constructor(store: Pick<Accounts, 'setting' | 'setSetting'>) {
    this.#store = store;
  }

  get last(): Presence {
    const said = this.#store.setting(SETTING);
    return said === 'home' || said === 'away' ? said : null;
  }

  /** Notes the state of Home Assistant's switch: `ON` while somebody is at home. Anything else is no state. */
  async note(payload: string): Promise<void> {
    if (payload === 'ON' || payload === 'OFF')
      await this.#store.setSetting(SETTING, payload === 'ON' ? 'home' : 'away');
  }
}
