import type { PairingFailure } from '../../core/codes.js';
import { Refusal } from '../../core/errors.js';
import type { CameraId } from '../protocol/types.js';
import type { CodeGuard } from './code-guard.js';
import type { FoundCamera, PairingRequest, PairingStatus, PairingStep } from './contract.js';
import type { Conversation } from './conversation.js';
import { failureOf, PairingError, RadioError } from './failure.js';
import type { PairingParts } from './pairing.js';
import type { Radio } from './radio.js';
import { handOver, join, keepHub, prove } from './steps.js';

/** However often an owner acts, a window is closed after this. */
const LONGEST_MS = 600_000;
/** Least time in ms that an owner has after each choice: typing a password on a phone takes its time. */
const AFTER_CHOICE_MS = 120_000;
/** A camera restarts, joins the Wi-Fi and connects. */
const ARRIVE_MS = 90_000;
const MAX_FOUND = 32;

const WIFI_FAILURES: PairingFailure[] = [
  'wifi-password',
  'wifi-not-found',
  'wifi-no-address',
  'wifi-refused',
];
/** After these the same window goes on: another code, another network. */
const RETRIED: PairingFailure[] = ['wrong-code', ...WIFI_FAILURES];

/** Collaborators of one pairing window. */
export interface WindowParts extends PairingParts {
  guard: CodeGuard;
  /** Called after each change. */
  publish(status: PairingStatus): void;
}

/** Access of one pairing step to its window. */
export interface PairingSteps {
  readonly parts: WindowParts;
  /** Shows the next step, or more of the same one. @throws PairingError when the window is over. */
  show(step: PairingStep, change?: Partial<PairingStatus>): void;
  /** Resolves after `ms`; rejects when the window is over by then. */
  pause(ms: number): Promise<void>;
  /** True once the window is over: what still runs has to undo itself. */
  readonly over: boolean;
}

/**
 * One window: from its opening to a camera that has arrived or a failure, whatever happens on the way. Its radio is
 * opened with it and closed when it ends.
 */
export class PairingWindow implements PairingSteps {
  readonly parts: WindowParts;
  readonly #again: boolean;
  readonly #keepKey: boolean;
  readonly #closesLatest: number;
  #status: PairingStatus;
  #radio: Radio | null = null;
  #closed: Promise<void> = Promise.resolve();
  #conversation: Conversation | null = null;
  #stopWaiting = () => {};
  #admitted = false;
  #arrived = false;
  #over = false;

  /** `camera` is the id that the hub has chosen, `again` whether it is a known one. */
  constructor(
    parts: WindowParts,
    request: PairingRequest,
    { camera, again }: { camera: CameraId; again: boolean },
  ) {
    const now = parts.clock.now();
    this.parts = parts;
    this.#again = again;
    this.#keepKey = request.keepKey;
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

  get over(): boolean {
    return this.#over;
  }

  /** True while nothing but a new window, or a choice in this one, can go on. */
  get resting(): boolean {
    return this.#status.step === 'failed' || this.#status.step === 'done';
  }

  /** Begins to look once `before`, the end of the window before, is over: there is one adapter. */
  start(before: Promise<void>): void {
    this.parts.log.info({ camera: this.#status.camera }, 'pairing: opened the window');
    this.#keepOpen(0);
    this.#run(async () => {
      await before;
      this.#check();
      this.#radio = this.parts.openRadio();
      await this.#radio.scan((camera) => this.#find(camera));
    });
  }

  choose(choice: { device: string; code: string }): void {
    this.#demand('choosing', ['wrong-code']);
    if (!this.#status.found.some(({ device }) => device === choice.device)) {
      throw new Refusal('request-invalid', 'That camera was not found.');
    }
    this.#keepOpen(AFTER_CHOICE_MS);
    this.show('connecting', { failure: null });
    this.#run(async () => {
      const drop = () => this.#drop();
      const { conversation, networks } = await prove(this, this.#radio as Radio, choice, drop);
      this.#conversation = conversation;
      this.show('networks', { networks });
    });
  }

  wifi(network: { ssid: string; password: string }): void {
    this.#demand('networks', WIFI_FAILURES);
    this.#keepOpen(AFTER_CHOICE_MS);
    this.show('joining', { failure: null, ssid: network.ssid });
    this.#run(async () => {
      const conversation = this.#conversation as Conversation;
      await join(this, conversation, network);
      const camera = this.#status.camera as CameraId;
      const name = this.#status.name as string;
      const onAdmitted = () => {
        this.#admitted = true;
      };
      if (!this.#keepKey || !(await keepHub(this, conversation, camera, onAdmitted)))
        await handOver(this, conversation, { camera, name, again: this.#again }, onAdmitted);
      this.#await();
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

  show(step: PairingStep, change: Partial<PairingStatus> = {}): void {
    this.#check();
    this.#status = { ...this.#status, ...change, step };
    this.parts.publish(this.#status);
  }

  async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => this.parts.clock.after(ms, resolve));
    this.#check();
  }

  #find(camera: FoundCamera): void {
    if (this.#status.step !== 'searching' && this.#status.step !== 'choosing') return;
    const others = this.#status.found.filter(({ device }) => device !== camera.device);
    const found = [...others, camera].sort((one, other) => other.rssi - one.rssi).slice(0, MAX_FOUND);
    this.show('choosing', { found });
  }

  /** The camera has all it needs: nobody can be paired any more, only arrive. */
  #await(): void {
    this.show('arriving', { until: null });
    this.#closeRadio();
    this.#stopWaiting();
    if (this.#arrived) this.#finish('done', {});
    else
      this.#stopWaiting = this.parts.clock.after(ARRIVE_MS, () =>
        this.#fail(new PairingError('never-arrived')),
      );
  }

  /** While nothing is asked of the camera, nothing else tells that it has gone. */
  #drop(): void {
    if (this.#status.step === 'networks' || this.#status.step === 'failed') {
      this.#fail(new RadioError('link-lost', 'the camera went while it waited'));
    }
  }

  #demand(step: PairingStep, failures: PairingFailure[]): void {
    const { step: now, failure } = this.#status;
    const again = now === 'failed' && failure !== null && failures.includes(failure.code);
    if (!this.#over && (now === step || again)) return;
    throw new Refusal('pairing-not-now', `The pairing is at "${now}" and does not wait for this.`);
  }

  /** Moves the end of the window so that at least `ms` are left, as far as the longest window goes. */
  #keepOpen(ms: number): void {
    const { clock } = this.parts;
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
    this.parts.log.warn({ camera, step, code, reason: detail }, 'pairing: step failed');
    if (RETRIED.includes(code)) this.show('failed', { failure: { code, message } });
    else this.#finish('failed', { failure: { code, message } });
  }

  #finish(step: 'done' | 'failed', change: Partial<PairingStatus>): void {
    this.show(step, { until: null, ...change });
    this.#over = true;
    this.#stopWaiting();
    this.#closeRadio();
    if (step === 'done') this.parts.log.info({ camera: this.#status.camera }, 'pairing: paired a camera');
  }

  #closeRadio(): void {
    const radio = this.#radio;
    this.#radio = null;
    if (radio) this.#closed = radio.close();
  }

  /** Ends work that goes on although its window is over. */
  #check(): void {
    if (this.#over) throw new PairingError('cancelled');
  }
}
