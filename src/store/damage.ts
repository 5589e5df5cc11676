/** Where an image is: the JPEG of a frame (`variant` is empty), or one made of a photo or a highlight. */
export interface ImagePlace {
  source: 'frame' | 'photo' | 'highlight';
  /** Id of the frame, the photo or the highlight. */
  subject: number;
  variant: string;
}

/** Images whose bytes are not what was stored. */
export interface Damage {
  /** True when this image, or the frame of that photo, was found damaged when it was last read. */
  isDamaged(place: ImagePlace): boolean;
  /** Those that are known: how many, and the newest ten photos that they belong to. */
  damagedImages(): { count: number; photos: number[] };
  /** Sets images apart: they are shown and sent no more, and what can be made anew is. */
  noteDamage(places: readonly ImagePlace[]): Promise<void>;
  /** What a check of every image has found takes the place of what was known. */
  settleDamage(places: readonly ImagePlace[]): Promise<void>;
}
