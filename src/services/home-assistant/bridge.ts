/** The hub as Home Assistant sees it: announced, kept up to date, and taking its orders. */

import { HUB_CLIENT_ID } from '../../cameras/mqtt/access.js';
import { type BrokerAddress, MqttLink } from '../../cameras/mqtt/client.js';
import type { Verb } from '../../cameras/protocol/types.js';
import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { StoredEvent } from '../../core/events.js';
import type { Logger } from '../../core/log.js';
import type { Cameras, EventLog, Gallery, Upkeep } from '../../store/contract.js';
import type { CameraRow } from '../../store/types.js';
import { type EntitySetting, isEntitySetting, settingChange } from './camera-settings.js';
import { announceCamera, announceHub, cameraTopic, type DeviceInfo } from './discovery.js';
import { bestCutInfo, cameraState, hubState, type Offered } from './states.js';
import { type Order, Topics } from './topics.js';

/** Collaborators of the bridge, and how Home Assistant is reached. */
export interface HomeAssistantParts {
  address: BrokerAddress;
  /** 8 hexadecimal digits that tell hubs at one broker apart. */
  hub: string;
  /** Home Assistant's discovery prefix. */
  prefix: string;
  version: string;
  /** Page of the hub. */
  url: () => string;
  /** Midnight before a moment, in the hub's local time. */
  startOfDay: (now: number) => number;
  store: Pick<Cameras, 'camera' | 'cameras'> &
    Pick<Gallery, 'photo' | 'photos' | 'photoMonths' | 'image' | 'burst'> &
    Pick<EventLog, 'onEvents'> &
    Pick<Upkeep, 'storageUse'>;
  command(camera: string, verb: Verb, data: Record<string, unknown>): Promise<unknown>;
  /** Makes a camera send previews; rejects when it cannot. `ended` is called when they are over. */
  watch(camera: string, ended: () => void): Promise<{ stop(): void }>;
  firmware: {
    offered(camera: CameraRow): Offered | null;
    /** Gives the camera what is offered. */
    install(camera: string): Promise<unknown>;
    /** Calls `listener` while a camera receives; returns the unsubscription. */
    onProgress(listener: (camera: string) => void): () => void;
  };
  clock: Clock;
  log: Logger;
}

/** Signal and last seen change without an event. */
const REFRESH_MS = 60_000;

/** Bridge to Home Assistant over MQTT: announces hub and cameras, publishes their states and takes orders. */
export class HomeAssistant {
  readonly #parts: HomeAssistantParts;
  readonly #topics: Topics;
  readonly #link: MqttLink;
  readonly #watching = new Map<string, { stop(): void }>();
  readonly #status: string;
  #unsubscribe: (() => void)[] = [];
  #cancelRefresh = () => {};

  constructor(parts: HomeAssistantParts) {
    this.#parts = parts;
    this.#topics = new Topics(parts.hub);
    this.#status = `${parts.prefix}/status`;
    this.#link = new MqttLink({
      address: parts.address,
      clientId: `${HUB_CLIENT_ID}_${parts.hub}`,
      will: { topic: this.#topics.ofHub('availability'), payload: stateOf(false), retain: true },
      clock: parts.clock,
      log: parts.log,
      onMessage: async ({ topic, payload }) => this.#take(topic, payload.toString()),
      onUp: () => this.#arrive(),
      onDown: () => {},
      onRefused: (fault) =>
        parts.log.warn({ reason: fault.message }, 'home-assistant: broker refused the hub'),
    });
  }

  start(): void {
    const { store, firmware } = this.#parts;
    this.#unsubscribe = [
      store.onEvents((events) => {
        for (const event of events) this.#tell(event);
      }),
      firmware.onProgress((camera) => this.#attempt(() => this.#republish(camera))),
    ];
    this.#refreshLater();
    this.#link.start();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#cancelRefresh();
    for (const { stop } of this.#watching.values()) stop();
    if (this.#link.up) await this.#publish(this.#topics.ofHub('availability'), stateOf(false), true);
    await this.#link.stop();
  }

  /** A preview that a camera has just sent; it goes on while somebody watches. */
  show(camera: string, picture: Uint8Array): void {
    if (this.#watching.has(camera)) void this.#publish(this.#topics.ofCamera(camera, 'live'), picture, false);
  }

  async #arrive(): Promise<void> {
    await this.#link.subscribe(this.#status);
    await this.#link.subscribe(this.#topics.orders);
    await this.#link.publish(this.#topics.ofHub('availability'), stateOf(true), true);
    await this.#announceAll();
  }

  async #announceAll(): Promise<void> {
    const { topic, payload } = announceHub(this.#parts.prefix, this.#device());
    await this.#publish(topic, json(payload), true);
    await this.#publishHub();
    for (const camera of this.#parts.store.cameras()) {
      await this.#announce(camera);
      await this.#publishBest(camera.id);
    }
  }

  async #announce(camera: CameraRow): Promise<void> {
    const { firmware = null, board = null, capabilities = [] } = camera.state ?? {};
    const device = { id: camera.id, name: camera.name, firmware, board, capabilities };
    const { topic, payload } = announceCamera(this.#parts.prefix, this.#device(), device);
    await this.#publish(topic, json(payload), true);
    await this.#publishCamera(camera);
  }

  #device(): DeviceInfo {
    const { version, url } = this.#parts;
    return { topics: this.#topics, version, url: url() };
  }

  /** Publishes committed events. */
  #tell({ type, data }: StoredEvent): void {
    this.#attempt(async () => {
      if (type === 'photo.new') await this.#bestCut(data.camera, data.photoId);
      if (type === 'photo.updated') await this.#bestChanged(data.photoId);
      if (type === 'photo.deleted') await this.#everyBest();
      if (type === 'burst.closed' && data.again !== true) await this.#motion(data.camera, data.burstId);
      if (type === 'camera.updated') await this.#cameraChanged(data.camera, data.removed === true);
      if (type === 'firmware.updated') await this.#firmwareChanged(data.camera);
    });
  }

  /** A state that cannot be read now is published at the next refresh. */
  #attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.#parts.log.warn({ reason: messageOf(error) }, 'home-assistant: publishing failed');
    });
  }

  async #cameraChanged(id: string, removed: boolean): Promise<void> {
    const camera = this.#parts.store.camera(id);
    if (camera) await this.#announce(camera);
    else if (removed) await this.#forget(id);
  }

  /** Without a camera an image came or went: for whom is not known yet. */
  async #firmwareChanged(camera: string | null): Promise<void> {
    if (camera !== null) await this.#republish(camera);
    else for (const { id } of this.#parts.store.cameras()) await this.#republish(id);
  }

  async #forget(camera: string): Promise<void> {
    const nothing = Buffer.alloc(0);
    await this.#publish(cameraTopic(this.#parts.prefix, this.#topics, camera), nothing, true);
    for (const leaf of ['availability', 'state', 'best', 'best-info'] as const)
      await this.#publish(this.#topics.ofCamera(camera, leaf), nothing, true);
  }

  async #bestCut(camera: string, photoId: number): Promise<void> {
    const photo = this.#parts.store.photo(photoId);
    await this.#publishBest(camera);
    await this.#refresh();
    if (photo) await this.#event(camera, { event_type: 'best_cut', ...bestCutInfo(photo) });
  }

  async #motion(camera: string, burstId: number): Promise<void> {
    const burst = this.#parts.store.burst(burstId);
    if (burst?.trigger === 'motion') await this.#event(camera, { event_type: 'motion', burst: burst.id });
  }

  /** Events are never retained: Home Assistant would take an old one for a new one. */
  #event(camera: string, event: Record<string, unknown>): Promise<void> {
    return this.#publish(this.#topics.ofCamera(camera, 'event'), json(event), false);
  }

  /** Only its own camera can show another picture now. */
  async #bestChanged(photoId: number): Promise<void> {
    const photo = this.#parts.store.photo(photoId);
    if (photo) await this.#publishBest(photo.camera);
    await this.#refresh();
  }

  async #everyBest(): Promise<void> {
    for (const { id } of this.#parts.store.cameras()) await this.#publishBest(id);
    await this.#refresh();
  }

  async #publishBest(camera: string): Promise<void> {
    const { store } = this.#parts;
    const [newest] = store.photos({ camera, limit: 1 });
    const image = newest && store.image(newest.id, 'original');
    const info = newest ? json(bestCutInfo(newest)) : Buffer.alloc(0);
    await this.#publish(this.#topics.ofCamera(camera, 'best-info'), info, true);
    await this.#publish(this.#topics.ofCamera(camera, 'best'), image?.bytes ?? Buffer.alloc(0), true);
  }

  #refreshLater(): void {
    this.#cancelRefresh = this.#parts.clock.after(REFRESH_MS, () => {
      this.#refreshLater();
      this.#attempt(() => this.#refresh());
    });
  }

  async #refresh(): Promise<void> {
    await this.#publishHub();
    for (const camera of this.#parts.store.cameras()) await this.#publishCamera(camera);
  }

  async #publishHub(): Promise<void> {
    const state = hubState(this.#parts.store.storageUse(), this.#petsToday());
    await this.#publish(this.#topics.ofHub('state'), json(state), true);
  }

  async #publishCamera(camera: CameraRow): Promise<void> {
    const [newest = null] = this.#parts.store.photos({ camera: camera.id, limit: 1 });
    const petsToday = this.#petsToday(camera.id);
    const live = this.#watching.has(camera.id);
    const offered = this.#parts.firmware.offered(camera);
    const state = cameraState(camera, { newest, petsToday, live, offered });
    await this.#publish(this.#topics.ofCamera(camera.id, 'availability'), stateOf(camera.online), true);
    await this.#publish(this.#topics.ofCamera(camera.id, 'state'), json(state), true);
  }

  #petsToday(camera?: string): number {
    const { store, clock, startOfDay } = this.#parts;
    const from = startOfDay(clock.now());
    const months = store.photoMonths({ from, pet: 'any', ...(camera && { camera }) });
    return months.reduce((sum, { count }) => sum + count, 0);
  }

  #take(topic: string, payload: string): void {
    if (topic === this.#status) {
      if (payload === 'online') this.#attempt(() => this.#announceAll());
      return;
    }
    const order = this.#topics.readOrder(topic);
    if (order) this.#attempt(() => this.#obey(order.camera, order.order, payload));
  }

  async #obey(camera: string, order: Order, payload: string): Promise<void> {
    const row = this.#parts.store.camera(camera);
    if (!row) return;
    try {
      if (order === 'live') await this.#live(camera, payload === 'ON');
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
      await this.#republish(camera.id);
    }
  }

  async #live(camera: string, on: boolean): Promise<void> {
    const before = this.#watching.get(camera);
    if (on === (before !== undefined)) return;
    if (before) before.stop();
    else this.#watching.set(camera, await this.#parts.watch(camera, () => this.#ended(camera)));
    await this.#republish(camera);
  }

  #ended(camera: string): void {
    if (this.#watching.delete(camera)) this.#attempt(() => this.#republish(camera));
  }

  async #republish(id: string): Promise<void> {
    const camera = this.#parts.store.camera(id);
    if (camera) await this.#publishCamera(camera);
  }

  /** Without a connection it is dropped: everything is said anew with the next one. */
  async #publish(topic: string, payload: Uint8Array, retain: boolean): Promise<void> {
    await this.#link.publish(topic, Buffer.from(payload), retain).catch((error: unknown) => {
      this.#parts.log.debug({ topic, reason: messageOf(error) }, 'home-assistant: publishing failed');
    });
  }
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const stateOf = (online: boolean) => json({ state: online ? 'online' : 'offline' });
