import type { BurstKey, CameraId, Frame, Manifest, RejectReason } from '../protocol/types.js';

/** Facts of one frame of an open burst, without its bytes. */
export interface FrameRecord {
  index: number;
  length: number;
  crc32: number;
  sha256: string;
  receivedAt: number;
}

/** An open burst as it can be rebuilt after a restart. */
export interface OpenBurst {
  camera: CameraId;
  burst: BurstKey;
  /** Wall time in ms of the first message of this burst. */
  openedAt: number;
  manifest: Manifest | null;
  /** Durable frames, by rising index. */
  frames: FrameRecord[];
  rejected: { index: number; reason: RejectReason }[];
}

/** How a burst that is closed already is answered when its camera asks again. */
export interface ClosedBurst {
  durable: FrameRecord[];
  missing: number[];
  rejected: { index: number; reason: RejectReason }[];
  manifest: Manifest | null;
  /** Wall time in ms. */
  closedAt: number;
  /** True when nothing may be added any more: the camera had its time, or the photo was deleted. */
  final: boolean;
}

/**
 * The durable side of burst collecting. Every promise resolves only after the commit is on disk; calls may be
 * grouped into one transaction. Rejects with a `Fault` (`storage-full`, `storage-failed`), or with a `Refusal`:
 * `hub-busy` when too much is waiting to be written, `camera-unknown` when the camera was removed meanwhile.
 */
export interface BurstLedger {
  openBursts(): OpenBurst[];
  closedBurst(camera: CameraId, burst: BurstKey): ClosedBurst | null;
  /** False while the disk has no room for one more frame of the largest size beside the reserve. */
  hasRoom(): boolean;
  /** Proves with a small write that the disk takes something. */
  probe(): Promise<void>;
  /** Stores one frame, opening its burst when it is the first message of it. */
  saveFrame(frame: Frame): Promise<void>;
  /**
   * Stores the manifest and, in the same commit, moves the frames in `dropped` (they differ from the manifest)
   * out of the way and counts them as rejected, so that another copy of the same index can be stored.
   */
  saveManifest(entry: {
    camera: CameraId;
    manifest: Manifest;
    receivedAt: number;
    dropped: { index: number; reason: RejectReason }[];
  }): Promise<void>;
  /**
   * Closes the burst: from now on it is work for the cut. A burst without a single frame leaves nothing behind. With
   * `final` it is never opened again.
   */
  closeBurst(entry: {
    camera: CameraId;
    burst: BurstKey;
    by: 'manifest' | 'quiet';
    final?: boolean;
    missing: number[];
    at: number;
  }): Promise<void>;
  /** Opens a closed burst again, for what its camera still has. A photo made of it stays as it is meanwhile. */
  reopenBurst(entry: { camera: CameraId; burst: BurstKey }): Promise<void>;
  /** Counts a refusal for good, with the burst and index where they are known. */
  countRejection(entry: {
    camera: CameraId;
    burst: BurstKey | null;
    index: number | null;
    reason: RejectReason;
    at: number;
  }): Promise<void>;
}
