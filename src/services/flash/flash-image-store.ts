/** The images that bare boards are written with: those that came with the hub, and those that an owner has given. */
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { BOARDS, type Board } from '../../cameras/protocol/boards.js';
import { isPublicKey } from '../../cameras/protocol/firmware-claim.js';
import { messageOf, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { FlashImages } from '../../store/flash.js';
import { HEAD_BYTES, readFlashFile, readFlashHead } from './image.js';

/** Name of the file beside the images that came with the hub: the public key that signed them. */
const KEY_FILE = 'key.txt';
const SUFFIX = '.petcam-flash';

/** Image that there is for a board. */
export interface ShownFlashImage {
  version: string;
  length: number;
  sha256: string;
  /** `hub`: it came with the hub. */
  source: 'hub' | 'owner';
  /** When an owner gave it; null for one that came with the hub. */
  addedAt: number | null;
}

/** Board that can be written, and what with. */
export interface FlashableBoard extends Board {
  image: ShownFlashImage | null;
}

/** Settings and collaborators of the store of images. */
export interface FlashImageStoreParts {
  store: FlashImages;
  /** Folder of the images that came with the hub; it need not be there. */
  folder: string;
  /** The owner's own key; empty for none. */
  ownKey: string;
  log: Logger;
}

/** Images for bare boards. What an owner has given for a board goes before what came with the hub. */
export class FlashImageStore {
  readonly #parts: FlashImageStoreParts;

  constructor(parts: FlashImageStoreParts) {
    this.#parts = parts;
  }

  /** Public keys whose images this hub hands out: the owner's, and that of the images that came with it. */
  async keys(): Promise<string[]> {
    const { ownKey, folder } = this.#parts;
    const packed = (await readFile(path.join(folder, KEY_FILE), 'utf8').catch(() => '')).trim();
    return [...new Set([ownKey, packed])].filter(isPublicKey);
  }

  /** Every board that the firmware knows, with the image for it or null. */
  async boards(): Promise<FlashableBoard[]> {
    const keys = await this.keys();
    const packed = await this.#packed(keys);
    const given = new Map(this.#parts.store.flashImages().map((image) => [image.board, image]));
    return BOARDS.map((board) => {
      const own = given.get(board.id);
      const file = packed.get(board.id);
      if (own) return { ...board, image: this.#givenView(own, keys) };
      return { ...board, image: file ? viewOf(file.head, 'hub', null) : null };
    });
  }

  /**
   * The whole file for a board, proved once more as it leaves. Refusals: `firmware-unknown` when there is none, those of
   * `readFlashFile` when it is damaged.
   */
  async file(id: string): Promise<Uint8Array> {
    const keys = await this.keys();
    const file = this.#givenFile(id) ?? (await this.#packedFile(id, keys));
    if (!file) throw new Refusal('firmware-unknown', `There is no image for the board "${id}".`);
    readFlashFile(file, keys);
    return file;
  }

  /** Keeps an owner's image. Refusals: `firmware-off` without a key, and those of `readFlashFile`. */
  async add(file: Uint8Array): Promise<FlashableBoard> {
    const keys = await this.keys();
    if (keys.length === 0)
      throw new Refusal(
        'firmware-off',
        'There is no key to prove an image with: set PETCAM_FIRMWARE_KEY to the key of your firmware.',
      );
    const { head, bytes } = readFlashFile(file, keys);
    const { board, claim, signature } = head;
    await this.#parts.store.putFlashImage({ board: board.id, claim, signature }, bytes);
    return (await this.boards()).find(({ id }) => id === board.id) as FlashableBoard;
  }

  /** Forgets what an owner has given for a board. Refusal `firmware-unknown`. */
  remove(id: string): Promise<void> {
    return this.#parts.store.removeFlashImage(id);
  }

  /** An image whose key the owner has changed since is kept and not shown: nobody could write it. */
  #givenView(
    { claim, signature, addedAt }: { claim: string; signature: string; addedAt: number },
    keys: readonly string[],
  ): ShownFlashImage | null {
    try {
      return viewOf(readFlashHead(Buffer.from(`${claim}\n${signature}\n`), keys), 'owner', addedAt);
    } catch {
      return null;
    }
  }

  #givenFile(id: string): Buffer | null {
    const { store } = this.#parts;
    const image = store.flashImages().find(({ board }) => board === id);
    const bytes = store.flashImageBytes(id);
    return image && bytes
      ? Buffer.concat([Buffer.from(`${image.claim}\n${image.signature}\n`), bytes])
      : null;
  }

  async #packedFile(id: string, keys: readonly string[]): Promise<Buffer | null> {
    const entry = (await this.#packed(keys)).get(id);
    return entry ? readFile(entry.file) : null;
  }

  /** Files that came with the hub, by board; one that is not signed as it should be is left out and logged. */
  async #packed(keys: readonly string[]) {
    const { folder, log } = this.#parts;
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(SUFFIX));
    const found = new Map<string, { file: string; head: ReturnType<typeof readFlashHead> }>();
    for (const name of names.sort()) {
      const file = path.join(folder, name);
      try {
        const head = readFlashHead(await beginningOf(file), keys);
        found.set(head.board.id, { file, head });
      } catch (error) {
        log.warn({ file, reason: messageOf(error) }, 'flash: reading an image failed');
      }
    }
    return found;
  }
}

function viewOf(
  { version, length, sha256 }: ReturnType<typeof readFlashHead>,
  source: ShownFlashImage['source'],
  addedAt: number | null,
): ShownFlashImage {
  return { version, length, sha256, source, addedAt };
}

async function beginningOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
