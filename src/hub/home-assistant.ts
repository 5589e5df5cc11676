/** Home Assistant as the hub is set up: nothing of it is loaded unless the owner asks for it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { LiveView } from '../cameras/live/live-view.js';
import type { ExternalClient } from '../cameras/mqtt/broker.js';
import type { BrokerAddress } from '../cameras/mqtt/client.js';
import type { Ingest } from '../cameras/mqtt/ingest.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { secretIn } from '../core/config/secret-file.js';
import type { HealthIssue } from '../core/errors.js';
import { zoneOf } from '../core/local-time.js';
import type { Logger } from '../core/log.js';
import { periodAt } from '../imaging/highlight/period.js';
import type { HomeAssistant } from '../services/home-assistant/bridge.js';
import type { Presence } from '../services/home-assistant/presence.js';
import { mayClientPublish, mayClientSubscribe } from '../services/home-assistant/topics.js';
import type { CameraRow } from '../store/cameras.js';
import type { Store } from '../store/contract.js';
import type { CameraPauses } from './camera-pauses.js';
import type { FirmwareService } from './firmware.js';

/** User name of Home Assistant at the embedded broker; no camera can have this name. */
export const HOME_ASSISTANT_USER = 'home_assistant';

/** Connection to Home Assistant of the running hub; does nothing where the settings turn it off. */
export interface HomeAssistantService {
  issues(): HealthIssue[];
  /** Whether somebody is at home; null while Home Assistant does not say. */
  presence(): Presence;
  stop(): Promise<void>;
}

/** Collaborators of the connection to Home Assistant. */
export interface HomeAssistantParts {
  config: Config;
  /** Address of the cameras' broker. */
  address: BrokerAddress;
  store: Store;
  ingest: Pick<Ingest, 'command'>;
  pauses: Pick<CameraPauses, 'pause' | 'end'>;
  live: LiveView;
  firmware: FirmwareService;
  version: string;
  /** Page of the hub. */
  url: () => string;
  clock: Clock;
  log: Logger;
}

const OFF: HomeAssistantService = { issues: () => [], presence: () => null, stop: async () => {} };

/**
 * Starts the connection to Home Assistant as the settings say.
 * @throws {Fault} `file-missing` for a password or an authority.
 */
export async function startHomeAssistant(parts: HomeAssistantParts): Promise<HomeAssistantService> {
  const { config, store, ingest, live, pauses, version, url, clock, log } = parts;
  if (!config.homeAssistant) return OFF;
  const { HomeAssistant } = await import('../services/home-assistant/bridge.js');
  const zone = zoneOf(config.timeZone);
  const home: HomeAssistant = new HomeAssistant({
    address: config.homeAssistantMqttUrl === '' ? parts.address : ownBroker(config),
    hub: Buffer.from(store.secret('hub id')).toString('hex').slice(0, 8),
    prefix: config.homeAssistantPrefix,
    version,
    url,
    startOfDay: (now) => periodAt('day', now, zone).from,
    store,
    command: (camera, verb, data) => ingest.command(camera, verb, data),
    watch: (camera, ended) => watch(live, camera, ended),
    pause: (camera, on) => (on ? pauses.pause(camera, null) : pauses.end(camera)),
    firmware: firmwareOf(parts),
    clock,
    log: log.child({ component: 'home-assistant' }),
  });
  const unsubscribe = live.listen((camera, picture) => home.show(camera, picture));
  home.start();
  return {
    issues: () => home.issues(),
    presence: () => home.presence(),
    stop: () => {
      unsubscribe();
      return home.stop();
    },
  };
}

/** Client that the embedded broker lets in beside the cameras; null for none. */
export function externalClientOf(config: Config): ExternalClient | null {
  if (!config.homeAssistant || config.homeAssistantMqttUrl !== '') return null;
  if (config.homeAssistantPasswordFile === '') return null;
  const expected = digest(secretIn(config.homeAssistantPasswordFile));
  const prefix = config.homeAssistantPrefix;
  return {
    username: HOME_ASSISTANT_USER,
    checkPassword: (password) => timingSafeEqual(digest(password ?? ''), expected),
    mayPublish: (topic) => mayClientPublish(prefix, topic),
    maySubscribe: (filter) => mayClientSubscribe(prefix, filter),
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

const UNDER_WAY = new Set<string | null>(['offered', 'receiving', 'restarting', 'trial']);

/** The update entity of each camera: pressing it asks for the update of this camera alone. */
function firmwareOf({ store, firmware: updates }: HomeAssistantParts) {
  return {
    offered(camera: CameraRow) {
      const update = updates.updateOf(camera);
      if (!update) return null;
      const { available: version, state, percent } = update;
      return { version, isUnderWay: UNDER_WAY.has(state), percent };
    },
    async install(id: string) {
      const camera = store.camera(id);
      const update = camera && updates.updateOf(camera);
      if (update) await updates.rollOut(update.image, [id]);
    },
    onProgress: (listener: (camera: string) => void) => updates.onProgress(({ camera }) => listener(camera)),
  };
}

/** Keeps the camera sending; its pictures come by `show`. */
async function watch(live: LiveView, camera: string, ended: () => void) {
  const viewer = await live.watch(camera, () => true);
  viewer.once('close', ended);
  viewer.resume();
  return { stop: () => void viewer.destroy() };
}

/** The broker of Home Assistant that the settings name, with the secrets that they point to. */
export function ownBroker(config: Config): BrokerAddress {
  const { homeAssistantMqttUrl: url, homeAssistantUsername: username } = config;
  const { homeAssistantPasswordFile, homeAssistantCaFile } = config;
  return {
    url,
    ...(username && { username }),
    ...(homeAssistantPasswordFile && { password: secretIn(homeAssistantPasswordFile) }),
    ...(homeAssistantCaFile && { ca: secretIn(homeAssistantCaFile) }),
  };
}
