/** The hub as Home Assistant sees it: announced, kept up to date, and taking its orders. */

import { HUB_CLIENT_ID } from '../../cameras/mqtt/access.js';
import { MqttLink } from '../../cameras/mqtt/client.js';
import { repeatEvery } from '../../core/clock.js';
import { type HealthIssue, messageOf } from '../../core/errors.js';
import type { StoredEvent } from '../../core/events.js';
import type { CameraRow } from '../../store/cameras.js';
import { Announced, retainedOfCamera, retainedOfHub } from './announced.js';
import { announceCamera, announceHub, type DeviceInfo } from './discovery.js';
import { LinkWatch } from './link-watch.js';
import { Orders } from './orders.js';
import type { HomeAssistantParts } from './parts.js';
import { PetStates, petsToday } from './pet-states.js';
import { Pictures } from './pictures.js';
import { type Presence, PresenceNote } from './presence.js';
import { bestCutInfo, cameraState, hubState } from './states.js';
import { Topics } from './topics.js';

/** Signal and last seen change without an event. */
const REFRESH_MS = 60_000;

/** Bridge to Home Assistant over MQTT: announces hub and cameras, publishes their states and takes orders. */
export class HomeAssistant {
  readonly #parts: HomeAssistantParts;
  readonly #topics: Topics;
  readonly #link: MqttLink;
  readonly #linkWatch: LinkWatch;
  readonly #pictures: Pictures;
  readonly #announced: Announced;
  readonly #orders: Orders;
  readonly #presence: PresenceNote;
  readonly #status: string;
  /** It said that it ends, and not yet that it is back. */
  #isAssistantAway = false;
  readonly #pets: PetStates;
  #unsubscribe: (() => void)[] = [];
  #cancelRefresh = () => {};

  constructor(parts: HomeAssistantParts) {
    this.#parts = parts;
    this.#topics = new Topics(parts.hub);
    this.#status = `${parts.prefix}/status`;
    this.#linkWatch = new LinkWatch(parts.clock);
    this.#pictures = new Pictures({ ...parts, topics: this.#topics });
    this.#pets = new PetStates({
      store: parts.store,
      topics: this.#topics,
      pictures: this.#pictures,
      publish: (topic, payload) => this.#publish(topic, payload, true),
    });
    this.#announced = new Announced(parts);
    this.#presence = new PresenceNote(parts.store);
    this.#orders = new Orders(parts, {
      say: (camera) => this.#republish(camera),
      onLiveEnd: (camera) => this.#attempt(() => this.#republish(camera)),
    });
    this.#link = new MqttLink({
      address: parts.address,
      clientId: `${HUB_CLIENT_ID}_${parts.hub}`,
      will: { topic: this.#topics.ofHub('availability'), payload: stateOf(false), retain: true },
      clock: parts.clock,
      log: parts.log,
      onMessage: async ({ topic, payload }) => this.#take(topic, payload.toString()),
      onUp: () => this.#arrive(),
      onDown: (reason) => this.#leave(reason),
      onRefused: (fault) => {
        parts.log.warn({ reason: fault.message }, 'home-assistant: broker refused the hub');
        this.#linkWatch.noteRefused();
      },
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
    this.#cancelRefresh = repeatEvery(this.#parts.clock, REFRESH_MS, () =>
      this.#attempt(() => this.#refresh()),
    );
    this.#link.start();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#cancelRefresh();
    this.#orders.stop();
    this.#pictures.endProof();
    if (this.#link.up) await this.#publish(this.#topics.ofHub('availability'), stateOf(false), true);
    await this.#link.stop();
  }

  /** Health issues: a broker that is away, refuses the hub, ends its connections or passes no large picture. */
  issues(): HealthIssue[] {
    return [...this.#linkWatch.issues(), ...this.#pictures.issues()];
  }

  /** Whether somebody is at home; null while nobody can say. */
  presence(): Presence {
    return this.#link.up && !this.#isAssistantAway ? this.#presence.last : null;
  }

  /** A preview that a camera has just sent; it goes on while somebody watches. */
  show(camera: string, picture: Uint8Array): void {
    if (this.#orders.isWatched(camera) && this.#pictures.fits(picture.byteLength))
      void this.#publish(this.#topics.ofCamera(camera, 'live'), picture, false);
  }

  async #arrive(): Promise<void> {
    this.#linkWatch.noteUp();
    await this.#link.subscribe(this.#status);
    await this.#link.subscribe(this.#topics.orders);
    await this.#link.publish(this.#topics.ofHub('availability'), stateOf(true), true);
    await this.#pictures.prove();
    this.#pets.forget();
    await this.#announceAll();
  }

  #leave(reason: string): void {
    this.#pictures.endProof();
    this.#linkWatch.noteDown(reason);
  }

  async #announceAll(): Promise<void> {
    await this.#announceHub();
    for (const camera of this.#parts.store.cameras()) {
      await this.#announce(camera);
      await this.#publishBest(camera.id);
    }
    await this.#takeBack();
  }

  async #announceHub(): Promise<void> {
    const { prefix } = this.#parts;
    const { retained, ...pets } = this.#pets.announced(this.#announced.pets(this.#topics));
    await this.#announced.note([...retainedOfHub(prefix, this.#topics), ...retained]);
    const { topic, payload } = announceHub(prefix, this.#device(), pets);
    await this.#publish(topic, json(payload), true);
    await this.#publishHub();
    await this.#pets.publish();
  }

  /** Clears what was announced once and is no more: cameras and pets that were removed, and an old prefix. */
  async #takeBack(): Promise<void> {
    const { prefix, store } = this.#parts;
    const cameras = store.cameras().flatMap(({ id }) => retainedOfCamera(prefix, this.#topics, id));
    const pets = this.#pets.retained(this.#topics);
    const current = [...retainedOfHub(prefix, this.#topics), ...cameras, ...pets];
    await this.#announced.keepOnly(current, (topic) => this.#link.publish(topic, Buffer.alloc(0), true));
  }

  async #announce(camera: CameraRow): Promise<void> {
    const { firmware = null, board = null, capabilities = [] } = camera.state ?? {};
    const { contentType } = this.#pictures;
    const device = { id: camera.id, name: camera.name, firmware, board, capabilities, contentType };
    await this.#announced.note(retainedOfCamera(this.#parts.prefix, this.#topics, camera.id));
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
      if (type === 'pets.updated') await this.#petsChanged();
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
    else if (removed) await this.#takeBack();
  }

  async #petsChanged(): Promise<void> {
    if (!this.#link.up) return;
    await this.#announceHub();
    await this.#takeBack();
  }

  /** Without a camera an image came or went: for whom is not known yet. */
  async #firmwareChanged(camera: string | null): Promise<void> {
    if (camera !== null) await this.#republish(camera);
    else for (const { id } of this.#parts.store.cameras()) await this.#republish(id);
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
    const [newest] = store.photos({ cameras: [camera], movement: 'without', limit: 1 });
    const picture = newest ? this.#pictures.of(newest.id) : Buffer.alloc(0);
    const info = newest ? json(bestCutInfo(newest)) : Buffer.alloc(0);
    await this.#publish(this.#topics.ofCamera(camera, 'best-info'), info, true);
    await this.#publish(this.#topics.ofCamera(camera, 'best'), picture, true);
  }

  async #refresh(): Promise<void> {
    await this.#publishHub();
    await this.#pets.publish();
    for (const camera of this.#parts.store.cameras()) await this.#publishCamera(camera);
  }

  async #publishHub(): Promise<void> {
    const state = hubState(this.#parts.store.storageUse(), petsToday(this.#parts), this.#presence.last);
    await this.#publish(this.#topics.ofHub('state'), json(state), true);
  }

  async #publishCamera(camera: CameraRow): Promise<void> {
    const [newest = null] = this.#parts.store.photos({ cameras: [camera.id], movement: 'without', limit: 1 });
    const live = this.#orders.isWatched(camera.id);
    const offered = this.#parts.firmware.offered(camera);
    const state = cameraState(camera, {
      newest,
      petsToday: petsToday(this.#parts, camera.id),
      live,
      offered,
    });
    await this.#publish(this.#topics.ofCamera(camera.id, 'availability'), stateOf(camera.online), true);
    await this.#publish(this.#topics.ofCamera(camera.id, 'state'), json(state), true);
  }

  #take(topic: string, payload: string): void {
    if (topic === this.#status) {
      this.#isAssistantAway = payload === 'offline';
      if (payload === 'online') this.#attempt(() => this.#announceAll());
      return;
    }
    if (topic === this.#topics.presence) {
      this.#attempt(async () => {
        await this.#presence.note(payload);
        await this.#publishHub();
      });
      return;
    }
    const order = this.#topics.readOrder(topic);
    if (order) this.#attempt(() => this.#orders.obey(order.camera, order.order, payload));
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
