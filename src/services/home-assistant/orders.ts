import { messageOf } from '../../core/errors.js';
import type { CameraRow } from '../../store/cameras.js';
import { type EntitySetting, isEntitySetting, settingChange } from './camera-settings.js';
import type { HomeAssistantParts } from './parts.js';
import type { Order } from './topics.js';

/** How the state of a camera is published. */
interface Announcer {
  /** Publishes what is in force. */
  say(camera: string): Promise<void>;
  /** Called when a live view that was asked for is over. */
  onLiveEnd(camera: string): void;
}

/** Orders of Home Assistant to cameras, carried out one by one; one that fails is logged. */
export class Orders {
  readonly #parts: Pick<HomeAssistantParts, 'store' | 'command' | 'pause' | 'firmware' | 'watch' | 'log'>;
  readonly #announcer: Announcer;
  readonly #watching = new Map<string, { stop(): void }>();

  constructor(parts: HomeAssistantParts, announcer: Announcer) {
    this.#parts = parts;
    this.#announcer = announcer;
  }

  /** Ends every live view. */
  stop(): void {
    for (const { stop } of this.#watching.values()) stop();
  }

  /** True while Home Assistant watches the previews of a camera. */
  isWatched(camera: string): boolean {
    return this.#watching.has(camera);
  }

  /** Carries out an order to a camera; nothing for one that is not there. */
  async obey(camera: string, order: Order, payload: string): Promise<void> {
    const row = this.#parts.store.camera(camera);
    if (!row) return;
    try {
      if (order === 'live') await this.#live(camera, payload === 'ON');
      else if (order === 'pause') await this.#parts.pause(camera, payload === 'ON');
      else if (order === 'install') await this.#parts.firmware.install(camera);
      else if (isEntitySetting(order)) await this.#set(row, order, payload);
      else await this.#parts.command(camera, order, {});
    } catch (error) {
      this.#parts.log.warn({ camera, order, reason: messageOf(error) }, 'home-assistant: order failed');
    }
  }

  /** Whatever becomes of it, what is in force is said again. */
  async #set(camera: CameraRow, setting: EntitySetting, payload: string): Promise<void> {
    try {
      await this.#parts.command(camera.id, 'settings', settingChange(camera.state, setting, payload));
    } finally {
      await this.#announcer.say(camera.id);
    }
  }

  async #live(camera: string, on: boolean): Promise<void> {
    const before = this.#watching.get(camera);
    if (on === (before !== undefined)) return;
    if (before) before.stop();
    else this.#watching.set(camera, await this.#parts.watch(camera, () => this.#ended(camera)));
    await this.#announcer.say(camera);
  }

  #ended(camera: string): void {
    if (this.#watching.delete(camera)) this.#announcer.onLiveEnd(camera);
  }
}
