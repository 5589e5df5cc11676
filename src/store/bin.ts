import type { ImageBlob, ImageVariant, PhotoRow } from './types.js';

/** A photo in the bin. */
export interface BinRow extends PhotoRow {
  deletedAt: number;
  /** When it goes for ever. */
  until: number;
}

/** Photos that were deleted and can be had back. */
export interface Bin {
  /** The last deleted first, from the one behind `after` on. */
  bin(limit: number, after?: { until: number; id: number }): BinRow[];
  /** How many there are. */
  binCount(): number;
  /** Null when the photo is not in the bin, or its image is damaged. */
  binImage(photoId: number, variant: Exclude<ImageVariant, 'original' | 'upscaled'>): ImageBlob | null;
  /**
   * Removes photos from the bin for ever, and from the owner's own storage as soon as it can be reached; those that are
   * not in it stay. Gives those that went.
   */
  deleteForEver(photoIds: number[]): Promise<{ photos: number[] }>;
}
