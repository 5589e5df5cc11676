/** Record of what the cameras sent and what they were told: the truth that the checker holds the hub to. */
import { createHash } from 'node:crypto';
import type { ContractAck } from '../../test/support/contract-camera.js';

export interface SentBurst {
  camera: string;
  name: string;
  /** SHA-256 of each frame. */
  frames: string[];
  /** Frames that the hub called durable, with the place in the journal of file calls at which it did. */
  acknowledged: Map<number, number>;
  /** Set once the hub has closed it. */
  closed: { at: number; lost: number[] } | null;
}

export class CameraRecord {
  readonly bursts = new Map<string, SentBurst>();

  sent(camera: string, name: string, frames: readonly Buffer[]): void {
    this.bursts.set(`${camera}/${name}`, {
      camera,
      name,
      frames: frames.map((bytes) => createHash('sha256').update(bytes).digest('hex')),
      acknowledged: new Map(),
      closed: null,
    });
  }

  /** `at` is how far the journal was when the answer came. */
  heard(camera: string, ack: ContractAck, at: number): void {
    const burst = this.bursts.get(`${camera}/${ack.burst}`);
    if (!burst) return;
    for (const index of ack.durable) if (!burst.acknowledged.has(index)) burst.acknowledged.set(index, at);
    if (ack.state !== 'closed' || burst.closed) return;
    // Of a burst that closed before its manifest nothing is called missing: what is not durable is lost all the same.
    const lost = [...burst.frames.keys()].filter((index) => !ack.durable.includes(index));
    burst.closed = { at, lost };
  }

  acknowledgedFrames(): number {
    return [...this.bursts.values()].reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
  }

  openBursts(): number {
    return [...this.bursts.values()].filter(({ closed }) => closed === null).length;
  }
}
