import type { Clock } from '../../core/clock.js';
import { messageOf, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { BurstKey, Trigger, Verb } from '../protocol/types.js';
import { type BurstSender, newBurstKey } from './burst-sender.js';
import { MotionDetector } from './motion.js';
import { RecentPictures, type TakenPicture } from './recent-pictures.js';
import type { StreamSettings } from './stream-settings.js';

/** Collaborators of a camera by address. */
export interface StreamCameraOptions {
  camera: string;
  settings: StreamSettings;
  sender: Pick<BurstSender, 'send'>;
  /** False while it is paused: no motion is sought in its pictures. */
  isWatching: () => boolean;
  /** Mean luma of the motion cells of a picture; rejects as `Vision.run`. */
  cellsOf: (jpeg: Uint8Array) => Promise<readonly number[]>;
  /** Cells, as in `motionIgnore`, of places that are known to be no pet. */
  known: () => string;
  /** Shows a picture to those who watch. */
  show: (jpeg: Uint8Array) => void;
  clock: Clock;
  log: Logger;
}

/** Pictures are looked at for motion this often at most, in ms: four a second, as the firmware does. */
const LOOK_EVERY_MS = 240;
/** Pictures from before the trigger that are part of a burst. */
const MOST_BEFORE = 2;
/** A burst whose camera sends too slowly ends after this time beyond its own, in ms. */
const SLACK_MS = 5000;

interface Burst {
  key: BurstKey;
  trigger: Trigger;
  pictures: TakenPicture[];
  endsAt: number;
}

/**
 * Camera that only shows pictures, made into one that sends bursts: looks for motion, keeps the seconds before it, and
 * gathers what follows.
 */
export class StreamCamera {
  readonly #options: StreamCameraOptions;
  readonly #motion = new MotionDetector();
  readonly #recent = new RecentPictures();
  #burst: Burst | null = null;
  #restUntil = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking = false;
  #blind: { since: number; text: string } | null = null;
  #shownAt = Number.NEGATIVE_INFINITY;
  #watch = { until: 0, everyMs: 0 };

  constructor(options: StreamCameraOptions) {
    this.#options = options;
  }

  /** Why no picture can be looked at, and since when by the wall clock; null while that works. */
  get blind(): { since: number; text: string } | null {
    return this.#blind;
  }

  /** True while a burst is being gathered. */
  get isGathering(): boolean {
    return this.#burst !== null;
  }

  /** Takes the next whole picture of the camera. */
  take(bytes: Uint8Array): void {
    const picture = { bytes, at: this.#options.clock.monotonic() };
    this.#recent.add(picture);
    this.#gather(picture);
    this.#preview(picture);
    this.#look(picture);
  }

  /** The connection is gone: what was gathered is sent, and the room is learnt anew. */
  lose(): void {
    this.#motion.forget();
    this.#recent.clear();
    this.#finish();
  }

  /**
   * Does what a camera on MQTT does at the command; gives its answer.
   *
   * @throws Refusal `camera-refused` for what such a camera cannot do.
   */
  command(verb: Verb, data: Record<string, unknown>): Record<string, unknown> {
    const now = this.#options.clock.monotonic();
    if (verb === 'capture') return { burst: this.#begin('command', now, []) };
    if (verb === 'preview') {
      const { seconds, fps } = data as { seconds: number; fps: number };
      this.#watch = { until: now + seconds * 1000, everyMs: 1000 / fps };
      return {};
    }
    throw new Refusal('camera-refused', 'invalid: a camera with its own firmware is set on its own page.');
  }

  #begin(trigger: Trigger, now: number, before: readonly TakenPicture[]): BurstKey {
    if (this.#burst) return this.#burst.key;
    const { burstFrames, burstIntervalMs } = this.#options.settings;
    const endsAt = now + burstFrames * burstIntervalMs + SLACK_MS;
    this.#burst = { key: newBurstKey(), trigger, pictures: before.slice(0, burstFrames), endsAt };
    return this.#burst.key;
  }

  #gather(picture: TakenPicture): void {
    if (!this.#burst) return;
    const { burstFrames, burstIntervalMs } = this.#options.settings;
    const { pictures, endsAt } = this.#burst;
    const last = pictures.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (picture.at - last >= burstIntervalMs) pictures.push(picture);
    if (pictures.length >= burstFrames || picture.at >= endsAt) this.#finish();
  }

  #finish(): void {
    const burst = this.#burst;
    if (!burst) return;
    this.#burst = null;
    this.#restUntil = this.#options.clock.monotonic() + this.#options.settings.cooldownMs;
    void this.#options.sender.send(burst.key, burst.trigger, burst.pictures);
  }

  #preview({ bytes, at }: TakenPicture): void {
    if (at >= this.#watch.until || at - this.#shownAt < this.#watch.everyMs) return;
    this.#shownAt = at;
    this.#options.show(bytes);
  }

  /** One look at a time: pictures that come meanwhile are kept, but not looked at. */
  #look(picture: TakenPicture): void {
    const { settings, camera, isWatching, clock, log } = this.#options;
    if (!settings.motion || !isWatching() || this.#looking || picture.at - this.#lookedAt < LOOK_EVERY_MS)
      return;
    this.#looking = true;
    this.#lookedAt = picture.at;
    this.#options
      .cellsOf(picture.bytes)
      .then((cells) => {
        this.#blind = null;
        this.#judge(picture, cells);
      })
      .catch((error: unknown) => {
        this.#blind ??= { since: clock.now(), text: messageOf(error) };
        log.debug({ camera, reason: messageOf(error) }, 'streams: looking for motion failed');
      })
      .finally(() => {
        this.#looking = false;
      });
  }

  #judge(picture: TakenPicture, cells: readonly number[]): void {
    const { settings, isWatching, known } = this.#options;
    if (!isWatching() || this.#motion.look(cells, settings, known()) !== 'moved') return;
    if (this.#burst || picture.at < this.#restUntil) return;
    const before = this.#recent.before(picture.at, MOST_BEFORE, settings.burstIntervalMs);
    this.#begin('motion', picture.at, [...before, picture]);
  }
}
