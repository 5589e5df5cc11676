/**
 * Frames + time -> closed bursts. Keeps only what is known of the open bursts in memory (never bytes after they
 * are stored), asks the ledger about closed ones, and acknowledges only what is on the disk.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.js';
import type { Ack, BurstKey, CameraId, Frame, Manifest, RejectReason } from '../protocol/types.js';
import { withheldFrom } from './admission.js';
import type { BurstLedger } from './ledger.js';
import type { SessionMessage } from './message.js';
import { type BurstState, type BurstTimeouts, unopened, type Withheld } from './reducer.js';
import { ServingClock } from './serving-clock.js';
import { BurstSession, type SessionContext } from './session.js';

/** Longer than any pause of a camera (60 s and a quarter): until then it may come back to a burst that it has. */
export const PAUSED_MS = 90_000;

/** After this without any progress a burst is closed even when its camera keeps talking about it, in ms. */
export const STUCK_MS = 15 * 60_000;

/** Collaborators and time limits of the collector. */
export interface CollectorOptions {
  ledger: BurstLedger;
  clock: Clock;
  log: Logger;
  /** Publishes an acknowledgement, or drops it when the camera cannot be reached: it will ask again. */
  sendAck(camera: CameraId, ack: Ack): void;
  /** Called after the close is on the disk. */
  onClosed(camera: CameraId, burst: BurstKey): void;
  /** True while the camera has had its share of the hub: then no further burst of it is opened. */
  isAboveShare?(camera: CameraId): boolean;
  /** Called when a burst of the camera has got its place. */
  onOpened?(camera: CameraId): void;
  /** Milliseconds without a message after which a burst without a manifest is closed; 20,000 unless given. */
  quietMs?: number;
  /** Milliseconds in which progress of one burst is put into one acknowledgement; 250 unless given. */
  ackEveryMs?: number;
}

/**
 * Makes closed bursts of frames and time. Memory holds only what is known of the open bursts, never bytes after they
 * are stored; closed ones are looked up in the ledger, and only what is on the disk is acknowledged.
 */
export class BurstCollector {
  readonly #ledger: BurstLedger;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #context: SessionContext;
  readonly #serving: ServingClock;
  readonly #isAboveShare: (camera: CameraId) => boolean;
  readonly #onOpened: (camera: CameraId) => void;
  readonly #sessions = new Map<string, BurstSession>();
  /** Sessions with something on the disk, or on its way there, by camera. */
  readonly #open = new Map<CameraId, Set<BurstSession>>();
  #running = false;

  constructor(options: CollectorOptions) {
    const { ledger, clock, log, sendAck, onClosed, quietMs = 20_000, ackEveryMs = 250 } = options;
    const timeouts: BurstTimeouts = { quietMs, pausedMs: Math.max(quietMs, PAUSED_MS), stuckMs: STUCK_MS };
    this.#ledger = ledger;
    this.#clock = clock;
    this.#log = log;
    this.#isAboveShare = options.isAboveShare ?? (() => false);
    this.#onOpened = options.onOpened ?? (() => {});
    this.#serving = new ServingClock({
      clock,
      ledger,
      onInterrupted: (now, failing) => {
        for (const session of this.#sessions.values()) session.interrupt(now, failing);
      },
    });
    this.#context = {
      ledger,
      clock,
      log,
      ackEveryMs,
      serving: this.#serving,
      timeouts,
      sendAck,
      onClosed,
      admit: (session) => this.#admit(session),
      release: (session) => this.#leave(session),
    };
  }

  /** Takes up the bursts that were open when the hub stopped; their quiet time starts anew. */
  async start(): Promise<void> {
    this.#running = true;
    const bursts = this.#ledger.openBursts().sort((a, b) => a.openedAt - b.openedAt);
    const sessions = bursts.map((burst) => this.#openSession(burst));
    for (const session of sessions) this.#openOf(session.camera).add(session);
    await Promise.all(sessions.map((session) => session.post({ kind: 'time' })));
  }

  /** Finishes what has arrived; open bursts wait on the disk for the next start. */
  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all([...this.#sessions.values()].map((session) => session.stop()));
    this.#serving.stop();
    this.#sessions.clear();
    this.#open.clear();
  }

  /** Resolves when the frame is on the disk, or refused and counted. Never rejects. */
  async frame(frame: Frame): Promise<void> {
    const { index, bytes, crc32, sha256, receivedAt } = frame;
    const record = { index, length: bytes.length, crc32, sha256, receivedAt };
    await this.#post(frame.camera, frame.burst, { kind: 'frame', record, frame });
  }

  /** Resolves when the manifest is on the disk and answered, or refused and counted. Never rejects. */
  async manifest(camera: CameraId, manifest: Manifest): Promise<void> {
    await this.#post(camera, manifest.burst, { kind: 'manifest', manifest });
  }

  /** Counts what was refused before it came here; the camera sees it in the burst's next acknowledgement. */
  async reject(
    camera: CameraId,
    burst: BurstKey | null,
    index: number | null,
    reason: RejectReason,
  ): Promise<void> {
    if (burst !== null) return this.#post(camera, burst, { kind: 'refused', index, reason });
    const entry = { camera, burst, index, reason, at: this.#clock.now() };
    await this.#ledger
      .countRejection(entry)
      .catch((error: unknown) => this.#log.warn({ err: error }, 'burst: counting a refusal failed'));
  }

  async #post(camera: CameraId, burst: BurstKey, message: SessionMessage): Promise<void> {
    if (!this.#running) return;
    const session = this.#sessions.get(keyOf(camera, burst)) ?? this.#openSession(unopened(camera, burst));
    await session.post(message);
  }

  #openSession({ camera, burst, manifest, frames, rejected }: BurstState): BurstSession {
    this.#serving.keep();
    const session = new BurstSession(this.#context, { camera, burst, manifest, frames, rejected });
    this.#sessions.set(keyOf(camera, burst), session);
    return session;
  }

  #openOf(camera: CameraId): Set<BurstSession> {
    const open = this.#open.get(camera) ?? new Set();
    this.#open.set(camera, open);
    return open;
  }

  /** Nothing is closed to make room: a burst that finds none waits in its camera. */
  #admit(session: BurstSession): Withheld | null {
    const open = this.#openOf(session.camera);
    if (open.has(session)) return null;
    const held = [...open].filter((other) => other.held).length;
    const withheld = withheldFrom({
      active: open.size - held,
      held,
      hasRoom: this.#ledger.hasRoom(),
      aboveShare: this.#isAboveShare(session.camera),
    });
    if (withheld !== null) return withheld;
    open.add(session);
    this.#onOpened(session.camera);
    return null;
  }

  #leave(session: BurstSession): void {
    this.#sessions.delete(keyOf(session.camera, session.burst));
    if (this.#sessions.size === 0) this.#serving.release();
    const open = this.#openOf(session.camera);
    open.delete(session);
    if (open.size === 0) this.#open.delete(session.camera);
  }
}

function keyOf(camera: CameraId, burst: BurstKey): string {
  return `${camera}/${burst}`;
}
