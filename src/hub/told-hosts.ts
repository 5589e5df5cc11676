import { type HealthIssue, messageOf } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import type { Accounts } from '../store/accounts.js';
import type { Cameras } from '../store/contract.js';

/** Setting that holds the host at which the hub will be; absent where it stays. */
export const NEXT_HOST = 'hub-next-host';

/** Collaborators of the memory of what cameras were told. */
export interface ToldHostsParts {
  store: Pick<Accounts, 'setting' | 'setSetting'> & Pick<Cameras, 'cameras'>;
  /** Host that cameras are told now. */
  host: () => string;
  log: Logger;
}

/** Remembers at which host each camera was told to find the hub, to name those that look for it at an old one. */
export class ToldHosts {
  readonly #parts: ToldHostsParts;

  constructor(parts: ToldHostsParts) {
    this.#parts = parts;
  }

  /** Host that a camera was told last; null when that was never noted. */
  toldTo(camera: string): string | null {
    return this.#parts.store.setting(settingOf(camera));
  }

  /** Notes that a camera is told a host, that of now unless given. */
  note(camera: string, host = this.#parts.host()): void {
    const { store, log } = this.#parts;
    noteTold(store, camera, host).catch((error: unknown) => {
      log.warn({ camera, reason: messageOf(error) }, 'cameras: note of the told host failed');
    });
  }

  /** Cameras that are away and were told another host than that of now; nothing while they cannot be read. */
  issues(): HealthIssue[] {
    const now = this.#parts.host();
    return this.#lost(now).map(({ id, name, told }) => ({
      code: 'camera-old-address',
      about: id,
      text: `${name} was told to find the hub at ${told}, which is at ${now} now, and is not connected: give the hub its old address in the router, or pair the camera again`,
    }));
  }

  #lost(now: string) {
    const { store } = this.#parts;
    try {
      const next = store.setting(NEXT_HOST);
      return store
        .cameras()
        .filter(({ online }) => !online)
        .map(({ id, name }) => ({ id, name, told: this.toldTo(id) }))
        .filter(({ told }) => told !== null && told !== now && told !== next);
    } catch {
      return [];
    }
  }
}

/** Stores that a camera was told to find the hub at `host`. */
export function noteTold(store: Pick<Accounts, 'setSetting'>, camera: string, host: string): Promise<void> {
  return store.setSetting(settingOf(camera), host);
}

const settingOf = (camera: string) => `told-host/${camera}`;
