import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { CameraId } from '../protocol/types.js';
import { Channel } from './channel.js';
import { LIVE_MEDIA_TYPE, type Viewer } from './viewer.js';

/** Viewers of all cameras together. Each holds at most three previews of 64 KiB, beside the kernel's buffers of its connection. */
export const MOST_VIEWERS = 24;

type PreviewListener = (camera: CameraId, picture: Uint8Array) => void;

/** Collaborators of the live view of all cameras. */
export interface LiveViewOptions {
  /**
   * Asks the camera for previews for so many seconds, 0 for none. Rejects with a Refusal: `camera-offline`,
   * `camera-timeout` or `camera-refused`.
   */
  preview(camera: CameraId, data: { seconds: number; fps: number }): Promise<unknown>;
  clock: Clock;
  log: Logger;
}

/**
 * Cameras as somebody watches them, on request only: the first viewer makes the camera send previews, the last one
 * makes it stop. Previews pass as they came: nothing here looks into a picture, and nothing is kept.
 */
export class LiveView {
  readonly mediaType = LIVE_MEDIA_TYPE;
  readonly #options: LiveViewOptions;
  readonly #channels = new Map<CameraId, Channel>();
  readonly #listeners = new Set<PreviewListener>();
  #stopped = false;

  constructor(options: LiveViewOptions) {
    this.#options = options;
  }

  /**
   * A stream of pictures until the camera is gone, nobody reads, `allowed` says no or five minutes have passed.
   * Rejects with the Refusal `viewers-full` or as `preview` does.
   */
  async watch(camera: CameraId, allowed: () => boolean): Promise<Viewer> {
    if (this.#stopped || this.viewers >= MOST_VIEWERS)
      throw new Refusal('viewers-full', `${this.viewers} phones are watching already.`);
    const channel = this.#channels.get(camera) ?? this.#open(camera);
    return channel.watch(allowed);
  }

  get viewers(): number {
    return [...this.#channels.values()].reduce((sum, channel) => sum + channel.viewers, 0);
  }

  /** Takes a preview; without a viewer or listener it goes nowhere. */
  show(camera: CameraId, picture: Uint8Array): void {
    this.#channels.get(camera)?.show(picture);
    for (const listener of this.#listeners) listener(camera, picture);
  }

  /** Calls `listener` with every preview that a viewer has asked for; gives what ends that. */
  listen(listener: PreviewListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the streams of a camera that went away. */
  gone(camera: CameraId): void {
    const channel = this.#channels.get(camera);
    this.#channels.delete(camera);
    channel?.lose();
  }

  /** Ends the streams of a camera that is not to be watched any more, and tells it to stop. */
  end(camera: CameraId): void {
    this.#channels.get(camera)?.stop();
  }

  /** Ends the streams of viewers who may not watch any more. */
  recheck(): void {
    for (const channel of this.#channels.values()) channel.recheck();
  }

  /** Ends every stream, and takes no viewer any more. */
  stop(): void {
    this.#stopped = true;
    for (const channel of this.#channels.values()) channel.stop();
  }

  #open(camera: CameraId): Channel {
    const { preview, clock, log } = this.#options;
    const channel = new Channel({
      preview: (data) => preview(camera, data),
      clock,
      complain: (reason) => log.debug({ camera, reason }, 'live: asking a camera for previews failed'),
      onEmpty: () => {
        // A camera that came back meanwhile has a channel of its own.
        if (this.#channels.get(camera) === channel) this.#channels.delete(camera);
      },
    });
    this.#channels.set(camera, channel);
    return channel;
  }
}
