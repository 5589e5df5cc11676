/** Images for bare boards that an owner has given, one for each kind of board. docs/FLASHING.md. */

/** Flash image without its bytes. */
export interface FlashImage {
  board: string;
  /** The signed line, and the signature over it. docs/PROTOCOL.md, "The flash image". */
  claim: string;
  signature: string;
  addedAt: number;
}

/** Flash images of owners, found by their board. */
export interface FlashImages {
  /** In the order of their boards. */
  flashImages(): FlashImage[];
  /** Bytes of the image for a board; null when there is none. */
  flashImageBytes(board: string): Uint8Array | null;
  /** Keeps an image in the place of the one before. */
  putFlashImage(image: Omit<FlashImage, 'addedAt'>, bytes: Uint8Array): Promise<void>;
  /** Forgets the image for a board. Refusal `firmware-unknown`. */
  removeFlashImage(board: string): Promise<void>;
}
