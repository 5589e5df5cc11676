import type { FlashBoard } from '../api/flash-calls.js';
import { proveImage } from './image.js';
import { BoardLoader, type FoundChip } from './loader.js';

/** Steps that the page shows, in their order. */
export const flashSteps = ['prove', 'connect', 'write', 'compare', 'restart'] as const;
/** Step that is being done. */
export type FlashStep = (typeof flashSteps)[number];

/** Order to write one board. */
export interface FlashOrder {
  port: SerialPort;
  board: FlashBoard;
  keys: readonly string[];
  /** Reads the whole file for the board. */
  read: (board: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Told of each step as it begins, and of the share that is written, 0 to 1. */
  onStep: (step: FlashStep, share: number) => void;
}

/**
 * Proves the image, finds the board, writes and compares. Nothing is written unless image and board are what they should
 * be. The port is closed afterwards. Throws as `proveImage`, `BoardLoader` and `read`.
 */
export async function writeBoard({ port, board, keys, read, onStep }: FlashOrder): Promise<FoundChip> {
  onStep('prove', 0);
  const { bytes } = await proveImage(await read(board.id), board, keys);
  onStep('connect', 0);
  const loader = new BoardLoader(port);
  try {
    const chip = await loader.connect(board);
    onStep('write', 0);
    await loader.write(bytes, (share) => onStep(share < 1 ? 'write' : 'compare', share));
    return chip;
  } finally {
    await loader.close().catch(() => undefined);
  }
}
