/** Messages for the session of one burst, and how many of them are worked off at once. Pure. */
import type { Frame } from '../protocol/types.js';
import type { FrameRecord } from './ledger.js';
import type { BurstEvent } from './reducer.js';

/** Frame on its way to its burst, with what is recorded of it. */
export interface FrameMessage {
  kind: 'frame';
  record: FrameRecord;
  frame: Frame;
}

/** A frame brings its bytes; `time` becomes a tick when its turn comes. */
export type SessionMessage = AskingMessage | { kind: 'time' };

/** Messages that a camera sent, and that it waits for an answer to. */
export type AskingMessage = Extract<BurstEvent, { kind: 'manifest' | 'refused' }> | FrameMessage;

/** True for a batch of frames; a batch holds one kind of message. */
export function isFrames(batch: SessionMessage[]): batch is FrameMessage[] {
  return batch[0]?.kind === 'frame';
}

/** True for what a camera sent, as against time. */
export function isAsking(message: SessionMessage): message is AskingMessage {
  return message.kind === 'frame' || message.kind === 'manifest' || message.kind === 'refused';
}

/** True for a manifest that was refused before it reached its burst. */
export function isInvalidManifest(message: SessionMessage): boolean {
  return message.kind === 'refused' && message.reason === 'manifest-invalid';
}

/** Frames with different indices go to the disk together; anything else goes alone. */
export function batchSize(waiting: readonly SessionMessage[]): number {
  const seen = new Set<number>();
  for (const message of waiting) {
    if (message.kind !== 'frame' || seen.has(message.record.index)) break;
    seen.add(message.record.index);
  }
  return Math.max(seen.size, 1);
}
