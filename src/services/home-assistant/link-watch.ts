import type { Clock } from '../../core/clock.js';
import type { HealthIssue } from '../../core/errors.js';

/** A connection that holds this long has nothing wrong with it, in ms. */
const STEADY_MS = 5 * 60_000;
/** Time for which the broker may be away without a word, as while it is updated, in ms. */
const REPORT_AFTER_MS = 60_000;
/** Connections lost from which on they are no accident. */
const MANY_LOST = 3;

/** State of the connection to Home Assistant's broker: how it ends, how often, and since when. */
export class LinkWatch {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Wall time in ms of the first failure since the connection was steady; null when there was none. */
  #since: number | null = null;
  /** Monotonic time in ms since which there is a connection; null without one. */
  #upAt: number | null = null;
  #lost = 0;
  #reason = '';
  #refused = false;

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock;
  }

  noteUp(): void {
    this.#upAt = this.#clock.monotonic();
    this.#refused = false;
  }

  /** The broker answered, and said no. */
  noteRefused(): void {
    this.#refused = true;
  }

  /** Notes the end of a connection, or that none came about. */
  noteDown(reason: string): void {
    if (this.#isSteady()) {
      this.#since = null;
      this.#lost = 0;
    }
    this.#since ??= this.#clock.now();
    if (this.#upAt !== null) this.#lost += 1;
    this.#upAt = null;
    this.#reason = reason.replace(/\.$/, '');
  }

  issues(): HealthIssue[] {
    const since = this.#since;
    if (since === null || this.#isSteady()) return [];
    const text = this.#textAt(this.#clock.now() - since);
    return text === null ? [] : [{ code: 'home-assistant-away', about: 'home-assistant', since, text }];
  }

  #isSteady(): boolean {
    return this.#upAt !== null && this.#clock.monotonic() - this.#upAt >= STEADY_MS;
  }

  #textAt(lasts: number): string | null {
    const [broker, why] = ["Home Assistant's MQTT broker", this.#reason];
    if (this.#lost >= MANY_LOST)
      return `the connection to ${broker} was lost ${this.#lost} times (${why}): look into the log of the broker, and give the hub a user of its own there with the rights that docs/HOME-ASSISTANT.md names`;
    if (this.#upAt !== null) return null;
    if (this.#refused)
      return `${broker} refuses the hub (${why}): check PETCAM_HOME_ASSISTANT_USERNAME and PETCAM_HOME_ASSISTANT_PASSWORD_FILE`;
    if (lasts < REPORT_AFTER_MS) return null;
    return `${broker} cannot be reached (${why}): see that it runs, and check PETCAM_HOME_ASSISTANT_MQTT_URL`;
  }
}
