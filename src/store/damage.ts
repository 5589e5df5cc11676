/** Where an image is: the JPEG of a frame (`variant` is empty), or one made of a photo or a highlight. */
export interface ImageRef {
  source: 'frame' | 'photo' | 'highlight';
  /** Id of the frame, the photo or the highlight. */
  subject: number;
  variant: string;
}

/** Images whose bytes are not what was stored. */
export interface Damage {
  /** True when this image, or the frame of that photo, was found damaged when it was last read. */
  isDamaged(image: ImageRef): boolean;
  /** Those that are known: how many, and the newest ten photos that they belong to. */
  damagedImages(): { count: number; photos: number[] };
  /** Sets images apart: they are shown and sent no more, and what can be made anew is. */
  noteDamage(images: readonly ImageRef[]): Promise<void>;
  /** Replaces the known damage by what a check of every image has found. */
  settleDamage(images: readonly ImageRef[]): Promise<void>;
}
