/** Notifications as the hub is set up. */
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { secretIn } from '../core/config/secret-file.js';
import { type HealthIssue, messageOf } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import type { Vision } from '../imaging/vision/types.js';
import type { Presence } from '../services/home-assistant/presence.js';
import { AlertWatch } from '../services/notify/alert-watch.js';
import { Notifier } from '../services/notify/notifier.js';
import { ntfy } from '../services/notify/ntfy.js';
import type { MakePicture } from '../services/notify/push.js';
import type { Target } from '../services/notify/target.js';
import { webhook } from '../services/notify/webhook.js';
import { ALERT_KINDS, type AlertKind, type AlertType } from '../store/alerts.js';
import type { Store } from '../store/contract.js';
import { missedPets } from './pet-alarms.js';

/** Switches of the alerts by their kinds. */
export type AlertSwitches = Record<AlertKind, boolean>;

/** When visits are told, and what Home Assistant says of who is at home. */
export interface VisitRules {
  /** Only while nobody is at home. What nobody knows holds no visit back. */
  onlyWhenAway: boolean;
  presence: Presence;
}

/** Notifications of the running hub: who is told of visits and alerts, and by which way. */
export interface NotificationsService {
  /** Public key that a browser subscribes with. */
  publicKey(): Promise<string>;
  /** @throws {Refusal} `push-service-unknown` */
  checkEndpoint(endpoint: string): Promise<void>;
  /** Where else visits are told. */
  places(): string[];
  /** Places that have not been reached for a while, or refuse what they are told. */
  issues(): HealthIssue[];
  alerts(): AlertSwitches;
  setAlerts(switches: Partial<AlertSwitches>): Promise<void>;
  visits(): VisitRules;
  setOnlyWhenAway(on: boolean): Promise<void>;
  /** Begins to look for alerts, once there is a health to look at. Gives what ends it. */
  watch(hubIssues: () => HealthIssue[]): () => Promise<void>;
  stop(): Promise<void>;
}

/** Collaborators of the notifications: store, quiet hours, the address of the page. */
export interface NotificationsParts {
  config: Config;
  store: Store;
  vision: Pick<Vision, 'run'>;
  isQuiet: (now: number) => boolean;
  /** Whether somebody is at home; null while nobody says. */
  presence: () => Presence;
  /** Page of the hub. */
  address: () => string;
  clock: Clock;
  log: Logger;
}

/**
 * Starts the notifier with the targets that the settings and the subscribed browsers name.
 * @throws {Fault} `file-missing` for a secret.
 */
export async function startNotifications(parts: NotificationsParts): Promise<NotificationsService> {
  const { config, store, clock } = parts;
  const log = parts.log.child({ component: 'notify' });
  const configured = targetsOf(config, clock, log);
  const browsers = () => import('../services/notify/push.js');
  const keys = async () => (await browsers()).pushKeys(store.secret('web push'));
  // Loaded once somebody has asked to be told; a hub that nobody asks never pays for it.
  let tellBrowsers: (() => Target[]) | null = null;
  const load = async () => {
    const { push } = await browsers();
    const made = { keys: await keys(), makePicture: pictureMaker(parts.vision, log) };
    tellBrowsers = () => store.pushSubscriptions().map((subscription) => push(subscription, made));
  };
  if (store.pushSubscriptions().length > 0) await load();
  const targets = () => [...configured, ...(tellBrowsers?.() ?? [])];
  const notifier = new Notifier({
    store,
    targets,
    isQuiet: parts.isQuiet,
    areVisitsTold: () => parts.presence() !== 'home' || !isOnlyWhenAway(store),
    visitGapMs: config.notifyVisitMinutes * 60_000,
    urlOf: (photo) => `${parts.address()}/#/photo/${photo}`,
    clock,
    log,
  });
  notifier.start();
  return {
    publicKey: async () => (await keys()).publicKey,
    checkEndpoint: async (endpoint) => {
      (await browsers()).checkEndpoint(endpoint);
      if (!tellBrowsers) await load();
    },
    places: () => configured.map(({ name }) => name),
    issues: () => notifier.issues(),
    ...alertSwitches(store),
    visits: () => ({ onlyWhenAway: isOnlyWhenAway(store), presence: parts.presence() }),
    setOnlyWhenAway: (on) => store.setSetting(ONLY_WHEN_AWAY, on ? ON : null),
    watch: (issues) => {
      const watch = new AlertWatch({
        ...{ store, issues, clock, log, isQuiet: parts.isQuiet, address: parts.address },
        targets: () => targets().map(({ name }) => name),
        isOn: (type) => isOn(store, type),
        missed: () => missedPets(store),
        onQueued: () => notifier.wake(),
      });
      watch.start();
      return () => watch.stop();
    },
    stop: () => notifier.stop(),
  };
}

/** Setting of an alert that somebody switched off; none while it is on. */
const switchOf = (kind: AlertKind) => `notify ${kind}`;
const OFF = 'off';
const ON = 'on';

/** Setting of an owner who wants to hear of visits only while nobody is at home. */
const ONLY_WHEN_AWAY = 'notify only-when-away';

const isOnlyWhenAway = (store: Store) => store.setting(ONLY_WHEN_AWAY) === ON;

/** A pet that was not seen has no switch: it is told of where somebody has set an alarm. */
const isOn = (store: Store, type: AlertType) =>
  type === 'pet-unseen' || store.setting(switchOf(type)) !== OFF;

function alertSwitches(store: Store): Pick<NotificationsService, 'alerts' | 'setAlerts'> {
  return {
    alerts: () => Object.fromEntries(ALERT_KINDS.map((kind) => [kind, isOn(store, kind)])) as AlertSwitches,
    async setAlerts(switches) {
      for (const kind of ALERT_KINDS) {
        const on = switches[kind];
        if (on !== undefined) await store.setSetting(switchOf(kind), on ? null : OFF);
      }
    },
  };
}

/** A visit that is told late is worth less than one without its picture. */
const PICTURE_WITHIN_MS = 10_000;

/** Makes the picture of a photo once, however many browsers are told of it one after the other. */
function pictureMaker(vision: Pick<Vision, 'run'>, log: Logger): MakePicture {
  let last: { photo: number; picture: Promise<Uint8Array | null> } | null = null;
  return (photo, bytes, mostBytes) => {
    if (last?.photo !== photo) {
      const signal = AbortSignal.timeout(PICTURE_WITHIN_MS);
      const made = vision.run('noticePicture', { bytes, mostBytes }, { signal }).then(
        (image) => image.bytes,
        (error: unknown) => {
          log.warn({ photo, reason: messageOf(error) }, 'notify: telling without the picture');
          return null;
        },
      );
      last = { photo, picture: made };
    }
    return last.picture;
  };
}

/** Image of a photo for a size that an owner chose. */
const imageFor = (size: 'small' | 'large') => (size === 'large' ? 'preview' : 'thumb');

function targetsOf(config: Config, clock: Clock, log: Logger): Target[] {
  const { notifyWebhookUrl, notifyWebhookSecretFile, notifyNtfyUrl, notifyNtfyTokenFile } = config;
  return [
    ...(notifyWebhookUrl
      ? [
          webhook(
            notifyWebhookUrl,
            secretOrNone(notifyWebhookSecretFile),
            imageFor(config.notifyWebhookPicture),
          ),
        ]
      : []),
    ...(notifyNtfyUrl
      ? [
          ntfy({
            url: notifyNtfyUrl,
            token: secretOrNone(notifyNtfyTokenFile),
            language: config.notifyLanguage,
            picture: imageFor(config.notifyNtfyPicture),
            clock,
            onPictureRefused: (status) =>
              log.warn(
                { status },
                'notify: the ntfy server takes no pictures, telling without them for a day',
              ),
          }),
        ]
      : []),
  ];
}

const secretOrNone = (file: string) => (file === '' ? null : secretIn(file));
