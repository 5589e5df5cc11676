import { readFile } from 'node:fs/promises';
import type { Clock } from '../../core/clock.js';
import { type AskApt, askApt, newerPackage } from './apt.js';

/** The lists of apt change once a day on most machines, and what an add-on knows no faster. */
const LOOK_EVERY_MS = 6 * 60 * 60 * 1000;
/** A start has more important things to do. */
const FIRST_LOOK_MS = 5 * 60 * 1000;

/**
 * Newer version of the hub that this machine knows of; null when it knows of none, or what there is cannot be read.
 * @param file what installs the hub keeps that version in it, as the add-on of Home Assistant does; empty to ask apt
 */
export async function newerVersion(file: string, ask: AskApt = askApt): Promise<string | null> {
  if (file === '') return newerPackage(ask);
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\s*([\w.+~-]{1,64})\s*$/.exec(text)?.[1] ?? null;
}

/**
 * Knows whether there is a newer version of the hub. Nobody is asked but this machine: apt fetches its lists when the
 * owner's system does, and not for the hub; so does Home Assistant.
 */
export class UpdateWatch {
  readonly #clock: Clock;
  readonly #newer: () => Promise<string | null>;
  #available: string | null = null;
  #stop = () => {};
  #looking: Promise<void> = Promise.resolve();

  /** `newer` finds out and never rejects. */
  constructor(clock: Clock, newer: () => Promise<string | null>) {
    this.#clock = clock;
    this.#newer = newer;
  }

  /** Newer version that an update would install; null when none is known. */
  get available(): string | null {
    return this.#available;
  }

  start(): void {
    this.#stop = this.#clock.after(FIRST_LOOK_MS, () => this.#look());
  }

  async stop(): Promise<void> {
    this.#stop();
    await this.#looking;
    this.#stop();
  }

  #look(): void {
    this.#looking = this.#newer().then((version) => {
      this.#available = version;
      this.#stop = this.#clock.after(LOOK_EVERY_MS, () => this.#look());
    });
  }
}
