import { newCameraKey } from '../camera/identity.js';
import type { CameraId } from '../camera/types.js';
import { Refusal } from '../errors.js';
import type { CodeGuard } from './code-guard.js';
import type { FoundCamera, PairingFailure, PairingRequest, PairingStatus, PairingStep } from './contract.js';
import { askVersion, Conversation, checkEndpoints, openSession } from './conversation.js';
import { failureOf, PairingError, RadioError } from './failure.js';
import { encodeHandover } from './handover.js';
import type { PairingParts } from './pairing.js';
import type { Radio } from './radio.js';

/** However often an owner acts, a window is closed after this. */
const LONGEST_MS = 600_000;
/** What an owner has at least after each choice: typing a password on a phone takes its time. */
const AFTER_CHOICE_MS = 120_000;
const JOIN_MS = 45_000;
const JOIN_POLL_MS = 1000;
/** A camera restarts, joins the Wi-Fi and connects. */
const ARRIVE_MS = 90_000;
const MAX_FOUND = 32;

/** Failures after which the same window goes on: another code, another network. */
const RETRIED: readonly PairingFailure[] = [
  'wrong-code',
  'wifi-password',
  'wifi-not-found',
  'wifi-no-address',
  'wifi-refused',
];

export interface WindowParts extends PairingParts {
  guard: CodeGuard;
  /** Called after each change. */
  publish(status: PairingStatus): void;
}

/**
 * One window: from its opening to a camera that has arrived or a failure, whatever happens on the way. Its radio is
 * opened with it and closed when it ends.
 */
export class PairingWindow {
  readonly #parts: WindowParts;
  readonly #again: boolean;
  readonly #closesLatest: number;
  #status: PairingStatus;
  #radio: Radio | null = null;
  #closed: Promise<void> = Promise.resolve();
  #conversation: Conversation | null = null;
  #stopWaiting = () => {};
  #admitted = false;
  #arrived = false;
  #over = false;

  /** `camera` is the id that the house has chosen, `again` whether it is a known one. */
  constructor(
    parts: WindowParts,
    request: PairingRequest,
    { camera, again }: { camera: CameraId; again: boolean },
  ) {
    const now = parts.clock.now();
    this.#parts = parts;
    this.#again = again;
    this.#closesLatest = now + LONGEST_MS;
    this.#status = {
      step: 'searching',
      name: request.name,
      camera,
      until: now + request.seconds * 1000,
      found: [],
      networks: [],
      ssid: null,
      failure: null,
      version: null,
    };
  }

  get status(): PairingStatus {
    return this.#status;
  }

  /** True while nothing but a new window, or a choice in this one, can go on. */
  get resting(): boolean {
    return this.#status.step === 'failed' || this.#status.step === 'done';
  }

  /** Begins to look once `before`, the end of the window before, is over: there is one adapter. */
  start(before: Promise<void>): void {
    this.#parts.log.info({ camera: this.#status.camera }, 'pairing opened');
    this.#keepOpen(0);
    this.#run(async () => {
      await before;
      this.#check();
      this.#radio = this.#parts.openRadio();
      await this.#radio.scan((camera) => this.#find(camera));
    });
  }

  choose({ device, code }: { device: string; code: string }): void {
    this.#demand(['choosing'], ['wrong-code']);
    if (!this.#status.found.some((camera) => camera.device === device)) {
      throw new Refusal('request-invalid', 'That camera was not found.');
    }
    this.#keepOpen(AFTER_CHOICE_MS);
    this.#change('connecting', { failure: null });
    this.#run(() => this.#secure(this.#radio as Radio, device, code));
  }

  wifi({ ssid, password }: { ssid: string; password: string }): void {
    this.#demand(['networks'], ['wifi-password', 'wifi-not-found', 'wifi-no-address', 'wifi-refused']);
    this.#keepOpen(AFTER_CHOICE_MS);
    this.#change('joining', { failure: null, ssid });
    this.#run(async () => {
      const conversation = this.#conversation as Conversation;
      await this.#join(conversation, ssid, password);
      await this.#handOver(conversation);
    });
  }

  cancel(): void {
    this.#fail(new PairingError('cancelled'));
  }

  arrived(camera: CameraId): void {
    if (camera !== this.#status.camera || !this.#admitted) return;
    this.#arrived = true;
    if (this.#status.step === 'arriving') this.#finish('done', {});
  }

  /** Resolves when the radio is gone. Never rejects. */
  async closed(): Promise<void> {
    await this.#closed;
  }

  #find(camera: FoundCamera): void {
    if (this.#status.step !== 'searching' && this.#status.step !== 'choosing') return;
    const others = this.#status.found.filter(({ device }) => device !== camera.device);
    const found = [...others, camera].sort((one, other) => other.rssi - one.rssi).slice(0, MAX_FOUND);
    this.#change('choosing', { found });
  }

  async #secure(radio: Radio, device: string, code: string): Promise<void> {
    const { guard, allowSecurity1 } = this.#parts;
    if (guard.locked) throw new PairingError('too-many-codes');
    await this.#pause(guard.pauseMs);
    this.#check();
    checkEndpoints(await radio.connect(device, () => this.#drop()));
    this.#change('securing', {});
    const version = await askVersion(radio, allowSecurity1);
    this.#change('securing', { version: version.version });
    const session = await openSession(radio, version, code).catch((error) => this.#count(error));
    guard.right();
    const conversation = new Conversation(radio, session);
    this.#conversation = conversation;
    this.#change('scanning', {});
    this.#change('networks', { networks: await conversation.networks() });
  }

  #count(error: unknown): never {
    const { guard } = this.#parts;
    if (!(error instanceof PairingError) || error.code !== 'wrong-code') throw error;
    guard.wrong();
    throw guard.locked ? new PairingError('too-many-codes') : error;
  }

  async #join(conversation: Conversation, ssid: string, password: string): Promise<void> {
    await conversation.join(ssid, password);
    const { clock } = this.#parts;
    const latest = clock.monotonic() + JOIN_MS;
    for (;;) {
      const state = await conversation.wifiState();
      if (state === 'connected') return;
      if (state !== 'connecting') throw new PairingError(state);
      if (clock.monotonic() >= latest) throw new PairingError('wifi-no-address');
      await this.#pause(JOIN_POLL_MS);
      this.#check();
    }
  }

  /**
   * The key is stored before it is sent, so that a camera which got it is known even if its answer is lost: then the
   * house waits for it all the same. It is taken back only where the camera has said no.
   */
  async #handOver(conversation: Conversation): Promise<void> {
    const { house, log } = this.#parts;
    const camera = this.#status.camera as CameraId;
    const name = this.#status.name as string;
    this.#change('handover', {});
    const key = newCameraKey();
    const handover = encodeHandover({ ...house.address(), camera, key });
    const takeBack = await house.admit({ camera, name, key, again: this.#again });
    if (this.#over) return takeBack();
    this.#admitted = true;
    try {
      await conversation.handOver(handover);
    } catch (error) {
      if (!isUnanswered(error)) {
        await takeBack();
        throw asRefused(error);
      }
      log.warn({ camera, reason: failureOf(error).detail }, 'the camera may have its key: waiting for it');
    }
    this.#await();
  }

  #await(): void {
    this.#change('arriving', { until: null });
    this.#closeRadio();
    this.#stopWaiting();
    if (this.#arrived) this.#finish('done', {});
    else
      this.#stopWaiting = this.#parts.clock.after(ARRIVE_MS, () =>
        this.#fail(new PairingError('never-arrived')),
      );
  }

  /** While nothing is asked of the camera, nothing else tells that it has gone. */
  #drop(): void {
    if (this.#status.step === 'networks' || this.#status.step === 'failed') {
      this.#fail(new RadioError('link-lost', 'the camera went while it waited'));
    }
  }

  #demand(steps: PairingStep[], failures: PairingFailure[]): void {
    const { step, failure } = this.#status;
    const again = step === 'failed' && failure !== null && failures.includes(failure.code);
    if (this.#over || !(steps.includes(step) || again)) {
      throw new Refusal('pairing-not-now', `The pairing is at "${step}" and does not wait for this.`);
    }
  }

  /** Moves the end of the window so that at least `ms` are left, as far as the longest window goes. */
  #keepOpen(ms: number): void {
    const { clock } = this.#parts;
    const now = clock.now();
    const until = Math.min(Math.max(this.#status.until as number, now + ms), this.#closesLatest);
    this.#status = { ...this.#status, until };
    this.#stopWaiting();
    this.#stopWaiting = clock.after(until - now, () => this.#close());
  }

  #close(): void {
    const { found, step, failure } = this.#status;
    // A choice that failed and was not made again: what went wrong is still what the owner wants to read.
    if (step === 'failed') this.#finish('failed', { failure });
    else this.#fail(new PairingError(found.length === 0 ? 'nothing-found' : 'window-closed'));
  }

  #run(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    const { code, message, detail } = failureOf(error);
    const { camera, step } = this.#status;
    this.#parts.log.warn({ camera, step, code, reason: detail }, 'pairing failed');
    if (RETRIED.includes(code)) this.#change('failed', { failure: { code, message } });
    else this.#finish('failed', { failure: { code, message } });
  }

  #finish(step: 'done' | 'failed', change: Partial<PairingStatus>): void {
    this.#change(step, { until: null, ...change });
    this.#over = true;
    this.#stopWaiting();
    this.#closeRadio();
    if (step === 'done') this.#parts.log.info({ camera: this.#status.camera }, 'pairing done');
  }

  #closeRadio(): void {
    const radio = this.#radio;
    this.#radio = null;
    if (radio) this.#closed = radio.close();
  }

  #change(step: PairingStep, change: Partial<PairingStatus>): void {
    this.#check();
    this.#status = { ...this.#status, ...change, step };
    this.#parts.publish(this.#status);
  }

  /** Ends work that goes on although its window is over. */
  #check(): void {
    if (this.#over) throw new PairingError('cancelled');
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#parts.clock.after(ms, resolve));
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof RadioError && error.code !== 'refused';
}

function asRefused(error: unknown): unknown {
  return error instanceof RadioError ? new PairingError('handover-refused', error.message) : error;
}
