/** A `BurstLedger` in memory, with commits that take as long as the test wants, and fail when it says so. */
import type { BurstLedger, ClosedBurst, OpenBurst } from '../../src/cameras/burst/ledger.js';
import type { BurstKey, CameraId, Frame, RejectReason } from '../../src/cameras/protocol/types.js';

type Count = Parameters<BurstLedger['countRejection']>[0];
type Closing = Parameters<BurstLedger['closeBurst']>[0];

export class MemoryLedger implements BurstLedger {
  readonly #open = new Map<string, OpenBurst>();
  readonly #closed = new Map<string, ClosedBurst>();
  readonly counted: Count[] = [];
  readonly closings: Closing[] = [];
  readonly bytes = new Map<string, Uint8Array>();
  /** Called before every commit; may wait, or throw instead of the commit. */
  commit: (what: 'frame' | 'manifest' | 'close' | 'reopen' | 'probe' | 'count') => Promise<void> =
    async () => {};

  /** False for a disk that takes no further frame. */
  room = true;

  hasRoom(): boolean {
    return this.room;
  }

  async probe(): Promise<void> {
    await this.commit('probe');
  }

  async reopenBurst({ camera, burst }: { camera: CameraId; burst: BurstKey }): Promise<void> {
    await this.commit('reopen');
    const key = `${camera}/${burst}`;
    const { durable: frames, rejected, manifest, closedAt } = this.#closed.get(key) as ClosedBurst;
    this.#closed.delete(key);
    this.#open.set(key, { camera, burst, openedAt: closedAt, manifest, frames, rejected });
  }

  openBursts(): OpenBurst[] {
    return structuredClone([...this.#open.values()]);
  }

  closedBurst(camera: CameraId, burst: BurstKey): ClosedBurst | null {
    return structuredClone(this.#closed.get(`${camera}/${burst}`) ?? null);
  }

  async saveFrame(frame: Frame): Promise<void> {
    await this.commit('frame');
    const { index, bytes, crc32, sha256, receivedAt } = frame;
    const burst = this.#opened(frame.camera, frame.burst, receivedAt);
    if (burst.frames.some((other) => other.index === index))
      throw new Error(`frame ${index} is stored twice`);
    burst.frames.push({ index, length: bytes.length, crc32, sha256, receivedAt });
    burst.frames.sort((a, b) => a.index - b.index);
    this.bytes.set(`${frame.camera}/${frame.burst}/${index}`, bytes);
  }

  async saveManifest({ camera, manifest, receivedAt, dropped }: Parameters<BurstLedger['saveManifest']>[0]) {
    await this.commit('manifest');
    const burst = this.#opened(camera, manifest.burst, receivedAt);
    if (burst.manifest !== null) throw new Error('a second manifest');
    burst.manifest = manifest;
    burst.frames = burst.frames.filter(({ index }) => !dropped.some((other) => other.index === index));
    for (const { index, reason } of dropped) this.#reject(camera, manifest.burst, index, reason, receivedAt);
  }

  async closeBurst(closing: Closing): Promise<void> {
    await this.commit('close');
    const key = `${closing.camera}/${closing.burst}`;
    const open = this.#open.get(key);
    if (open === undefined) throw new Error(`${key} is not open`);
    this.closings.push(closing);
    this.#open.delete(key);
    const { frames, manifest, rejected } = open;
    const { missing, at: closedAt, final = false } = closing;
    if (frames.length === 0) return;
    this.#closed.set(key, { durable: frames, missing, rejected, manifest, closedAt, final });
  }

  async countRejection({ camera, burst, index, reason, at }: Count): Promise<void> {
    await this.commit('count');
    this.#reject(camera, burst, index, reason, at);
  }

  #reject(
    camera: CameraId,
    burst: BurstKey | null,
    index: number | null,
    reason: RejectReason,
    at: number,
  ): void {
    this.counted.push({ camera, burst, index, reason, at });
    const key = `${camera}/${burst}`;
    const known = this.#open.get(key) ?? this.#closed.get(key);
    if (index !== null) known?.rejected.push({ index, reason });
  }

  #opened(camera: CameraId, burst: BurstKey, at: number): OpenBurst {
    const key = `${camera}/${burst}`;
    if (this.#closed.has(key)) throw new Error(`${key} is closed`);
    const known = this.#open.get(key) ?? {
      camera,
      burst,
      openedAt: at,
      manifest: null,
      frames: [],
      rejected: [],
    };
    this.#open.set(key, known);
    return known;
  }
}
