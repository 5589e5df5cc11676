import { randomBytes } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import path from 'node:path';
import { Fault, messageOf } from '../../../core/errors.js';

/** Where some bytes lie in the spool. */
export interface Extent {
  offset: number;
  length: number;
}

/**
 * A nameless file that holds the photos of one upload: 50 MB would be much in the memory of a small hub, and nothing
 * on its disk. The file has no name any more when this is returned, so nothing is left of it after a crash.
 */
export async function openSpool(directory: string): Promise<UploadSpool> {
  const name = path.join(directory, `upload-${randomBytes(8).toString('hex')}`);
  const file = await open(name, 'wx+', 0o600).catch(unwritable);
  await unlink(name).catch(unwritable);
  return new UploadSpool(file);
}

/** File on the disk in which the photos of one upload lie one after the other. */
export class UploadSpool {
  readonly #file: FileHandle;
  #end = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Bytes written so far: where the next chunk will lie. */
  get end(): number {
    return this.#end;
  }

  /** @throws {Fault} `storage-full`, `upload-unwritable` */
  async append(chunk: Uint8Array): Promise<void> {
    const offset = this.#end;
    this.#end += chunk.length;
    await this.#file.write(chunk, 0, chunk.length, offset).catch(unwritable);
  }

  async read({ offset, length }: Extent): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    await this.#file.read(bytes, 0, length, offset);
    return bytes;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function unwritable(thrown: unknown): never {
  const code = (thrown as NodeJS.ErrnoException).code === 'ENOSPC' ? 'storage-full' : 'upload-unwritable';
  throw new Fault(
    code,
    `an upload cannot be kept: ${messageOf(thrown)}`,
    'make room on the disk of the data directory, and let the hub write there',
    { cause: thrown },
  );
}
