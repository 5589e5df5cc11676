/** Watches cameras and the health of the hub, and queues alerts about them. */
import { type Clock, repeatEvery } from '../../core/clock.js';
import { type HealthIssue, messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { Alert, AlertState, Alerts, AlertType } from '../../store/alerts.js';
import type { Cameras } from '../../store/contract.js';
import {
  type AlertDecision,
  decideOnCamera,
  decideOnHub,
  decideOnPet,
  TROUBLE_AFTER_MS,
} from './alert-rules.js';

/** A pet that somebody wants to hear of when it was not seen for `hours`. */
export interface MissedPet {
  id: number;
  name: string;
  hours: number;
  /** Wall time in ms. */
  lastSeenAt: number;
}

/** Collaborators of the watch over cameras and the hub. */
export interface AlertWatchParts {
  store: Alerts & Pick<Cameras, 'cameras'>;
  /** Health issues of the hub as they are now. */
  issues: () => HealthIssue[];
  /** Names of the targets that are to be told now. */
  targets: () => string[];
  isOn: (type: AlertType) => boolean;
  /** Pets that have such an alarm, and have been seen at all. */
  missed: () => MissedPet[];
  /** While it is quiet nothing is decided: what lasts is told afterwards, what is over by then never. */
  isQuiet: (now: number) => boolean;
  /** Page of the hub, without a slash at its end. */
  address: () => string;
  /** Called when an alert has been queued. */
  onQueued: () => void;
  clock: Clock;
  log: Logger;
}

const LOOK_EVERY_MS = 60_000;
const HUB = 'hub';
const WATCHING = 'watching';

/** Issues of one camera have its page; whether targets can be told is of no use to tell them. */
const isOfHub = ({ code, about }: HealthIssue) =>
  code !== 'notify-failing' && !(about !== undefined && /^(camera|stream|frames)-/.test(code));

/** Looks once a minute at cameras and health. Keeps in memory only for how long something has been so. */
export class AlertWatch {
  readonly #parts: AlertWatchParts;
  /** Since when by the clock that never jumps, by what: `camera/porch away`, `hub well`, `issue storage-full`. */
  #since = new Map<string, number>();
  #looking: Promise<void> = Promise.resolve();
  #end = () => {};

  constructor(parts: AlertWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    const { clock } = this.#parts;
    this.#end = repeatEvery(
      clock,
      LOOK_EVERY_MS,
      () => this.#begin(),
      (error) => this.#failed(error),
    );
    this.#begin();
  }

  /** Resolves when the latest look has been written. */
  settled(): Promise<void> {
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#end();
    await this.#looking;
  }

  #begin(): void {
    this.#looking = this.#looking.then(() => this.#look()).catch((error: unknown) => this.#failed(error));
  }

  #failed(error: unknown): void {
    this.#parts.log.warn({ reason: messageOf(error) }, 'notify: looking for alerts failed, trying again');
  }

  async #look(): Promise<void> {
    const { store, isQuiet, targets, clock } = this.#parts;
    const cameras = store.cameras();
    const issues = this.#parts.issues().filter(isOfHub);
    this.#observe([
      // One that has never been there is still being set up.
      ...cameras
        // The hub itself does not read a camera by address that is paused.
        .filter(({ lastSeenAt, pause, stream }) => lastSeenAt !== null && !(pause && stream))
        .map(({ id, online }) => `camera/${id} ${online ? 'there' : 'away'}`),
      ...issues.map(({ code }) => `issue ${code}`),
      ...(issues.length === 0 ? ['hub well'] : []),
      ...(cameras.some(({ online, pause }) => online && pause === null) ? [WATCHING] : []),
    ]);
    if (isQuiet(clock.now()) || targets().length === 0) return;
    const missed = this.#parts.missed();
    await store.forgetAlerts([
      HUB,
      ...cameras.map(({ id }) => `camera/${id}`),
      ...missed.map(({ id }) => `pet/${id}`),
    ]);
    for (const { id, name } of cameras) await this.#tellOfCamera(id, name);
    for (const pet of missed) await this.#tellOfPet(pet);
    await this.#tellOfHub(issues);
  }

  /** Keeps since when each of these has been so; what is not among them has ended. */
  #observe(facts: string[]): void {
    const now = this.#parts.clock.monotonic();
    this.#since = new Map(facts.map((fact) => [fact, this.#since.get(fact) ?? now]));
  }

  #lasting(fact: string): number | null {
    const since = this.#since.get(fact);
    return since === undefined ? null : this.#parts.clock.monotonic() - since;
  }

  async #tellOfCamera(id: string, name: string): Promise<void> {
    const { store, clock, address } = this.#parts;
    const subject = `camera/${id}`;
    const [troubleMs, wellMs] = [this.#lasting(`${subject} away`), this.#lasting(`${subject} there`)];
    const told = store.alertState(subject);
    const decision = decideOnCamera(told, { troubleMs, wellMs }, clock.now());
    const since = clock.now() - (troubleMs ?? 0);
    await this.#note(
      decision,
      told,
      { subject, toldAt: clock.now(), since, codes: [], ended: false },
      {
        type: 'camera-offline',
        camera: id,
        cameraName: name,
        since,
        issues: [],
        url: `${address()}/#/cameras/${id}`,
      },
    );
  }

  async #tellOfPet({ id, name, hours, lastSeenAt }: MissedPet): Promise<void> {
    const { store, clock, address } = this.#parts;
    const subject = `pet/${id}`;
    const told = store.alertState(subject);
    const unseenMs = clock.now() - lastSeenAt;
    const decision = decideOnPet(told, { unseenMs, watchedMs: this.#lasting(WATCHING) }, hours);
    await this.#note(
      decision,
      told,
      { subject, toldAt: clock.now(), since: lastSeenAt, codes: [], ended: false },
      {
        ...{ type: 'pet-unseen' as const, camera: null, cameraName: null, since: lastSeenAt, issues: [] },
        ...{ pet: id, petName: name, hours: Math.floor(unseenMs / 3_600_000) },
        url: `${address()}/#/activity`,
      },
    );
  }

  async #tellOfHub(issues: HealthIssue[]): Promise<void> {
    const { store, clock, address } = this.#parts;
    const lasting = issues.filter(({ code }) => Number(this.#lasting(`issue ${code}`)) >= TROUBLE_AFTER_MS);
    const codes = [...new Set(lasting.map(({ code }) => code))];
    const told = store.alertState(HUB);
    const decision = decideOnHub(told, codes, this.#lasting('hub well'), clock.now());
    const isGoingOn = told !== null && !told.ended;
    const since = isGoingOn ? told.since : clock.now() - TROUBLE_AFTER_MS;
    const known = isGoingOn ? told.codes : [];
    const state = {
      subject: HUB,
      toldAt: clock.now(),
      since,
      codes: [...new Set([...known, ...codes])],
      ended: false,
    };
    await this.#note(decision, told, state, {
      type: decision === 'over' ? 'hub-recovered' : 'hub-trouble',
      camera: null,
      cameraName: null,
      since,
      issues: decision === 'over' ? [] : lasting.map(({ code, text }) => ({ code, text })),
      url: `${address()}/#/settings`,
    });
  }

  /** Trouble that is not to be told is not noted either: it is told once its switch is on. */
  async #note(
    decision: AlertDecision,
    told: AlertState | null,
    state: AlertState,
    alert: Alert,
  ): Promise<void> {
    const { store, targets, isOn, onQueued } = this.#parts;
    if (decision === null) return;
    if (decision === 'trouble') {
      if (!isOn(alert.type)) return;
      await store.queueAlert(state, alert, targets());
    } else {
      const isTold = alert.type === 'hub-recovered' && isOn('hub-recovered');
      // What is over was told.
      await store.queueAlert({ ...(told as AlertState), ended: true }, isTold ? alert : null, targets());
    }
    onQueued();
  }
}
