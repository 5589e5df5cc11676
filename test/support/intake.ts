/** An `Intake` that writes down what comes, and lets a test wait for it. */
import type { Intake } from '../../src/cameras/mqtt/intake.js';

export class NotedIntake implements Intake {
  readonly notes: string[] = [];
  readonly #listeners = new Set<() => void>();
  /** Cameras that were never added. */
  strangers = new Set<string>();
  /** How long a frame takes to reach the disk. */
  store: () => Promise<void> = async () => {};

  knows(camera: string): boolean {
    return !this.strangers.has(camera);
  }

  frame: Intake['frame'] = async ({ camera, burst, index, bytes }) => {
    this.#note(`${camera} ${burst} frame ${index} ${bytes.length}`);
    await this.store();
  };

  manifest: Intake['manifest'] = async (camera, { burst, frames }) => {
    this.#note(`${camera} ${burst} manifest ${frames.length}`);
  };

  state: Intake['state'] = (camera, { firmware }) => this.#note(`${camera} state ${firmware}`);
  availability: Intake['availability'] = (camera, online) =>
    this.#note(`${camera} ${online ? 'online' : 'offline'}`);
  preview: Intake['preview'] = (camera, bytes) => this.#note(`${camera} preview ${bytes.length}`);
  updateWanted: Intake['updateWanted'] = (camera, { version, offset, length }) =>
    this.#note(`${camera} wants ${version} ${offset} ${length}`);
  updateEnded: Intake['updateEnded'] = (camera, result) =>
    this.#note(
      `${camera} ended ${result.version} ${result.state === 'failed' ? result.reason : result.state}`,
    );
  rejected: Intake['rejected'] = async (camera, burst, index, reason) => {
    this.#note(`${camera} ${burst} ${index} ${reason}`);
  };

  /** Resolves when a note that matches has been written. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.notes.find((note) => pattern.test(note));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#listeners.add(resolve));
    }
  }

  #note(note: string): void {
    this.notes.push(note);
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
