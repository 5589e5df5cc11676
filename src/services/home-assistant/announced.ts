import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { Accounts } from '../../store/accounts.js';
import { cameraTopic, hubTopic } from './discovery.js';
import type { Topics } from './topics.js';

const SETTING = 'home-assistant/announced';

/** Retained topics of the hub, the announcement first. */
export function retainedOfHub(prefix: string, topics: Topics): string[] {
  return [hubTopic(prefix, topics), topics.ofHub('availability'), topics.ofHub('state')];
}

/** Retained topics of a camera, the announcement first. */
export function retainedOfCamera(prefix: string, topics: Topics, camera: string): string[] {
  const leaves = ['availability', 'state', 'best', 'best-info'] as const;
  return [cameraTopic(prefix, topics, camera), ...leaves.map((leaf) => topics.ofCamera(camera, leaf))];
}

/** Collaborators of the memory of what is announced. */
export interface AnnouncedParts {
  store: Pick<Accounts, 'setting' | 'setSetting'>;
  log: Logger;
}

/** Memory of the topics that hold something of this hub at the broker, kept over restarts to take it back one day. */
export class Announced {
  readonly #parts: AnnouncedParts;
  readonly #topics: Set<string>;
  #stored: string;

  constructor(parts: AnnouncedParts) {
    this.#parts = parts;
    this.#stored = parts.store.setting(SETTING) ?? '[]';
    this.#topics = new Set(JSON.parse(this.#stored) as string[]);
  }

  /**
   * Notes topics, before anything is published there, so that a power cut leaves nothing unknown. A note that cannot
   * be stored is tried again with the next: a full disk is no reason to leave Home Assistant.
   */
  async note(topics: readonly string[]): Promise<void> {
    for (const topic of topics) this.#topics.add(topic);
    await this.#save();
  }

  /** Pets that are announced, by their numbers. */
  pets(topics: Topics): number[] {
    return [...this.#topics].map((topic) => topics.readPet(topic)).filter((pet) => pet !== null);
  }

  /** Clears all that is not among `current`, and forgets it. Rejects when `clear` does; it is then tried again later. */
  async keepOnly(current: readonly string[], clear: (topic: string) => Promise<void>): Promise<void> {
    const gone = [...this.#topics].filter((topic) => !current.includes(topic));
    for (const topic of gone) await clear(topic);
    for (const topic of gone) this.#topics.delete(topic);
    await this.#save();
  }

  async #save(): Promise<void> {
    const text = JSON.stringify([...this.#topics]);
    if (text === this.#stored) return;
    try {
      await this.#parts.store.setSetting(SETTING, text);
      this.#stored = text;
    } catch (error) {
      this.#parts.log.warn({ reason: messageOf(error) }, 'home-assistant: note of what is announced failed');
    }
  }
}
