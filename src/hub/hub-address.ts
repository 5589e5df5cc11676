import { MULTICAST_NAME } from '../core/address.js';
import { messageOf, Refusal } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import type { MoveOutcome } from '../server/api/routes/hub-address.js';
import type { HubAddressState } from '../server/api/schemas/hub-address.js';
import type { Accounts } from '../store/accounts.js';
import type { CameraRow } from '../store/cameras.js';
import type { Cameras, EventLog } from '../store/contract.js';
import { NEXT_HOST, type ToldHosts } from './told-hosts.js';

/** Collaborators of the address of the hub as cameras know it. */
export interface HubAddressParts {
  store: Pick<Accounts, 'setting' | 'setSetting'> &
    Pick<Cameras, 'cameras' | 'camera'> &
    Pick<EventLog, 'onEvents'>;
  told: Pick<ToldHosts, 'note' | 'toldTo'>;
  /** Host at which the hub is now. */
  host: () => string;
  /** Port of MQTT over TLS; null with an external broker, whose address is not the hub's to tell. */
  port: number | null;
  /** Asks one camera, as `CameraLink.command` does. */
  command: (camera: string, verb: 'move', data: { host: string; port: number }) => Promise<unknown>;
  log: Logger;
}

/**
 * Tells cameras where the hub will be, or is since its address has changed: those that are connected at once, each of
 * the others when it comes. A camera keeps the former address until the hub has answered at the new one.
 */
export class HubAddress {
  readonly #parts: HubAddressParts;
  #stopListening = () => {};

  constructor(parts: HubAddressParts) {
    this.#parts = parts;
  }

  /** Begins to tell each camera that comes. */
  start(): void {
    this.#stopListening = this.#parts.store.onEvents((events) => {
      for (const { type, data } of events)
        if (type === 'camera.updated' && data.online) void this.#catchUp(data.camera);
    });
  }

  async stop(): Promise<void> {
    this.#stopListening();
  }

  /** Where the hub is, and where it will be; null when it stays. */
  state(): HubAddressState {
    const host = this.#parts.host();
    const next = this.#parts.store.setting(NEXT_HOST);
    return { host, next: next === host ? null : next };
  }

  /**
   * Tells every camera that the hub will be at `next`; its own host of now takes such a word back. Rejects with a
   * Refusal `pairing-unavailable` with an external broker.
   */
  async announce(next: string): Promise<{ camera: string; outcome: MoveOutcome }[]> {
    const { store, host, port, log } = this.#parts;
    if (port === null)
      throw new Refusal('pairing-unavailable', 'This hub uses an MQTT broker of its own: move that.');
    await store.setSetting(NEXT_HOST, next === host() ? null : next);
    log.info({ host: next }, 'cameras: announced the address of the hub');
    return Promise.all(
      store.cameras().map(async (camera) => ({ camera: camera.id, outcome: await this.#tell(camera, next) })),
    );
  }

  /** Tells a camera that has come what it was not told yet. */
  async #catchUp(id: string): Promise<void> {
    const { store, told } = this.#parts;
    const camera = store.camera(id);
    const { host, next } = this.state();
    const target = next ?? host;
    const known = told.toldTo(id);
    if (camera === null || known === null || known === target || target === MULTICAST_NAME) return;
    await this.#tell(camera, target);
  }

  async #tell({ id, online, state }: CameraRow, host: string): Promise<MoveOutcome> {
    const { told, port, command, log } = this.#parts;
    if (!online || port === null) return 'away';
    if (!state?.capabilities?.includes('move')) return 'unsupported';
    try {
      await command(id, 'move', { host, port });
      told.note(id, host);
      log.info({ camera: id, host }, 'cameras: told a camera the address of the hub');
      return 'told';
    } catch (error) {
      log.warn({ camera: id, host, reason: messageOf(error) }, 'cameras: telling the address failed');
      return 'failed';
    }
  }
}
