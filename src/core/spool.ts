import { readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, statfs, unlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { freeBuffersAfter } from './collect-garbage.js';
import { Fault, messageOf, Refusal } from './errors.js';

/** Bounds of all spools of a folder together, in bytes. */
export interface SpoolLimits {
  /** Most bytes in them at once. */
  most: number;
  /** Free space of the disk that they leave to the database. */
  leave: number;
}

/** Bounds in force: four uploads of 50 MB, results that are kept and one in the making; 32 MB of the disk stay free. */
export const SPOOL_LIMITS: SpoolLimits = { most: 512_000_000, leave: 32_000_000 };

/** Bytes written between two looks at the free space. */
const LOOK_EVERY_BYTES = 4_000_000;

/** Bytes of a file that are in memory at once while they are read out of it. */
export const PIECE_BYTES = 64 * 1024;

const NAME = /^upload-[0-9a-f]{16}$/;

/**
 * Folder in which spools are made: nameless files for bytes that are too many for the memory of a small hub, and are
 * needed for a while only.
 */
export class SpoolFolder {
  readonly #directory: string;
  readonly #limits: SpoolLimits;
  #bytes = 0;
  #sinceLook = Number.POSITIVE_INFINITY;

  /** Removes what a hub that was killed between the making of a file and the end of its name has left in the folder. */
  constructor(directory: string, limits: SpoolLimits = SPOOL_LIMITS) {
    this.#directory = directory;
    this.#limits = limits;
    removeLeftovers(directory);
  }

  /** Bytes in all spools. They come back by themselves, so nothing needs to be deleted for their sake. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * An empty spool. Its file has no name any more when this resolves, so nothing is left of it after a crash.
   * @throws {Fault} `storage-full`, `upload-unwritable`
   */
  async open(): Promise<Spool> {
    // The global, which loads with its first use: node:crypto takes half a megabyte of services that make no spool.
    const random = Buffer.from(crypto.getRandomValues(new Uint8Array(8)));
    const name = path.join(this.#directory, `upload-${random.toString('hex')}`);
    try {
      const file = await open(name, 'wx+', 0o600);
      await unlink(name);
      return new Spool(file, this);
    } catch (thrown) {
      throw faultOf(thrown);
    }
  }

  /**
   * Counts bytes that a spool is about to write; they count until they are given back, also when this throws.
   * @throws {Refusal} `hub-busy` when all spools would have more than they may
   * @throws {Fault} `storage-full` when the disk would have too little left
   */
  async claim(bytes: number): Promise<void> {
    this.#bytes += bytes;
    this.#sinceLook += bytes;
    if (this.#bytes > this.#limits.most)
      throw new Refusal('hub-busy', 'The hub holds as many photos of others as it can.');
    if (this.#sinceLook < LOOK_EVERY_BYTES) return;
    const { bavail, bsize } = await statfs(this.#directory);
    if (bavail * bsize < this.#limits.leave + LOOK_EVERY_BYTES)
      throw full(`${bavail * bsize} bytes are free`);
    this.#sinceLook = 0;
  }

  /** Forgets the bytes of a spool that is gone. */
  giveBack(bytes: number): void {
    this.#bytes -= bytes;
  }
}

/** A nameless file on the disk that bytes are added to. It is gone when all who hold it have let go of it. */
export class Spool {
  readonly #file: FileHandle;
  readonly #folder: Pick<SpoolFolder, 'claim' | 'giveBack'>;
  #end = 0;
  #holders = 1;

  /** Whoever opens a spool holds it. */
  constructor(file: FileHandle, folder: Pick<SpoolFolder, 'claim' | 'giveBack'>) {
    this.#file = file;
    this.#folder = folder;
  }

  /** Bytes written or being written so far: where the next piece will lie. */
  get end(): number {
    return this.#end;
  }

  /** @throws {Refusal | Fault} as `SpoolFolder.claim`, and `upload-unwritable` */
  async append(piece: Uint8Array): Promise<void> {
    if (this.#holders === 0) throw faultOf(new Error('nobody holds the file any longer'));
    const offset = this.#end;
    this.#end += piece.length;
    try {
      await this.#folder.claim(piece.length);
      for (let done = 0; done < piece.length; ) {
        const { bytesWritten } = await this.#file.write(piece, done, piece.length - done, offset + done);
        done += bytesWritten;
      }
    } catch (thrown) {
      throw faultOf(thrown);
    }
  }

  /** The bytes from `offset` on, which are written already or will be before they are read. */
  part(offset: number, byteLength: number): SpooledBytes {
    return new SpooledBytes(this, this.#file, offset, byteLength);
  }

  /** Keeps the file until `release`. */
  hold(): void {
    this.#holders += 1;
  }

  /** Lets go of the file once; the last one to do so closes it. */
  async release(): Promise<void> {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    this.#folder.giveBack(this.#end);
    await this.#file.close();
  }
}

/** Bytes in a spool: what has to be sent on without being in memory as a whole. */
export class SpooledBytes {
  readonly byteLength: number;
  readonly #spool: Spool;
  readonly #file: FileHandle;
  readonly #offset: number;

  constructor(spool: Spool, file: FileHandle, offset: number, byteLength: number) {
    this.#spool = spool;
    this.#file = file;
    this.#offset = offset;
    this.byteLength = byteLength;
  }

  /**
   * Fills `into` with the bytes from `at` on.
   * @throws {Fault} `upload-unwritable` where they cannot be read
   */
  async read(into: Uint8Array, at: number): Promise<void> {
    try {
      for (let done = 0; done < into.length; ) {
        const position = this.#offset + at + done;
        const { bytesRead } = await this.#file.read(into, done, into.length - done, position);
        if (bytesRead === 0) throw new Error('the file is shorter than what was written to it');
        done += bytesRead;
      }
    } catch (thrown) {
      throw faultOf(thrown);
    }
  }

  /** Keeps the file until `release`. */
  hold(): void {
    this.#spool.hold();
  }

  /** Lets go of the file once. */
  release(): Promise<void> {
    return this.#spool.release();
  }

  /** All of them as a stream, which holds the file until it is closed. */
  stream(): Readable {
    this.hold();
    let at = 0;
    const next = async (): Promise<Buffer | null> => {
      const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, this.byteLength - at));
      if (piece.length === 0) return null;
      await this.read(piece, at);
      at += piece.length;
      freeBuffersAfter(piece.length);
      return piece;
    };
    return new Readable({
      highWaterMark: PIECE_BYTES,
      read() {
        next().then(
          (piece) => this.push(piece),
          (error: Error) => this.destroy(error),
        );
      },
      destroy: (error, done) => {
        this.release().then(
          () => done(error),
          () => done(error),
        );
      },
    });
  }
}

/** A read-only disk keeps what was left behind: nobody can write to it in any case. */
function removeLeftovers(directory: string): void {
  try {
    for (const name of readdirSync(directory)) if (NAME.test(name)) rmSync(path.join(directory, name));
  } catch {}
}

function faultOf(thrown: unknown): Refusal | Fault {
  if (thrown instanceof Refusal || thrown instanceof Fault) return thrown;
  if ((thrown as NodeJS.ErrnoException).code === 'ENOSPC') return full(messageOf(thrown), thrown);
  return new Fault('upload-unwritable', `an upload cannot be kept: ${messageOf(thrown)}`, HINT, {
    cause: thrown,
  });
}

const HINT = 'make room on the disk of the data directory, and let the hub write there';

function full(why: string, cause?: unknown): Fault {
  return new Fault('storage-full', `an upload cannot be kept: ${why}`, HINT, { cause });
}
