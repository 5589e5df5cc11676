import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import { Viewer } from './viewer.js';

/** Request to the camera; docs/PROTOCOL.md, verb `preview`. */
const SECONDS = 30;
const FPS = 4;

/** How often the camera is asked again, viewers are looked at, and whether anything still comes. */
const BEAT_MS = 5_000;
const RENEW_MS = 15_000;

/** Longer than any usual burst, during which a camera sends no previews. */
const SILENCE_MS = 30_000;

/** A phone that has vanished is not noticed before the buffers of its connection are full; this is sooner. */
const WATCH_MS = 5 * 60_000;

/** Collaborators of one camera's live channel. */
export interface ChannelOptions {
  /** Asks the camera for previews for `seconds`; rejects with why not. */
  preview(data: { seconds: number; fps: number }): Promise<unknown>;
  clock: Clock;
  /** Says why the camera could not be asked again. */
  complain(reason: string): void;
  /** Called when the last viewer is gone. */
  onEmpty(): void;
}

interface Watching {
  viewer: Viewer;
  /** Asked before every picture: false once the person behind it has signed out. */
  allowed: () => boolean;
  until: number;
}

/** One camera that somebody watches: one stream in, one newest picture for each viewer out. */
export class Channel {
  readonly #options: ChannelOptions;
  readonly #watching = new Set<Watching>();
  readonly #started: Promise<unknown>;
  #askedAt: number;
  #heardAt: number;
  #gone = false;
  #cancelBeat = () => {};

  /** Asks the camera at once. */
  constructor(options: ChannelOptions) {
    this.#options = options;
    this.#askedAt = options.clock.monotonic();
    this.#heardAt = this.#askedAt;
    this.#started = this.#ask();
    this.#scheduleBeat();
  }

  get viewers(): number {
    return this.#watching.size;
  }

  /** Resolves when the camera has agreed; rejects with what it, or the way to it, had to say. */
  async watch(allowed: () => boolean): Promise<Viewer> {
    const viewer = new Viewer();
    const watching = { viewer, allowed, until: this.#options.clock.monotonic() + WATCH_MS };
    this.#watching.add(watching);
    viewer.once('close', () => this.#leave(watching));
    try {
      await this.#started;
      return viewer;
    } catch (refusal) {
      viewer.destroy();
      throw refusal;
    }
  }

  show(picture: Uint8Array): void {
    this.#heardAt = this.#options.clock.monotonic();
    for (const { viewer, allowed } of this.#watching) {
      if (allowed()) viewer.show(picture);
      else viewer.finish();
    }
  }

  /** Ends the streams of viewers who may not watch any more, without waiting for the next picture. */
  recheck(): void {
    for (const { viewer, allowed } of this.#watching) if (!allowed()) viewer.stop();
  }

  /** The camera is gone: ends every viewer's stream, and does not tell it to stop. */
  lose(): void {
    this.#gone = true;
    for (const { viewer } of this.#watching) viewer.finish();
  }

  /** The hub is going: ends every viewer's stream now. */
  stop(): void {
    for (const { viewer } of this.#watching) viewer.stop();
  }

  #leave(watching: Watching): void {
    this.#watching.delete(watching);
    if (this.#watching.size > 0) return;
    this.#cancelBeat();
    if (!this.#gone) this.#order(0).catch((error) => this.#options.complain(messageOf(error)));
    this.#options.onEmpty();
  }

  #ask(): Promise<unknown> {
    this.#askedAt = this.#options.clock.monotonic();
    return this.#order(SECONDS);
  }

  #order(seconds: number): Promise<unknown> {
    return this.#options.preview({ seconds, fps: FPS });
  }

  #scheduleBeat(): void {
    this.#cancelBeat = this.#options.clock.after(BEAT_MS, () => {
      this.#scheduleBeat();
      this.#beat(this.#options.clock.monotonic());
    });
  }

  #beat(now: number): void {
    const silent = now - this.#heardAt >= SILENCE_MS;
    for (const { viewer, allowed, until } of this.#watching) {
      if (silent || now >= until || !allowed()) viewer.finish();
      viewer.beat();
    }
    if (this.#gone || now - this.#askedAt < RENEW_MS) return;
    // A failing camera needs no error here: it shows by sending no pictures.
    this.#ask().catch((error) => this.#options.complain(messageOf(error)));
  }
}
