import '@fastify/multipart';
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import { freeAllBuffers } from '../../../core/collect-garbage.js';
import { Fault, Refusal } from '../../../core/errors.js';
import { Semaphore } from '../../../core/semaphore.js';
import { ApiRefusal } from './problems.js';
import { MAX_UPLOAD_BYTES, meterBody, uploadTooLarge } from './upload-meter.js';
import { openSpool, type UploadSpool } from './upload-spool.js';

/** One photo alone, and all that are in memory while the vision process takes them over. */
export const MAX_PHOTO_BYTES = 16_000_000;

/** Photos that were looked at and may lie about in memory before a whole collection is worth its pause. */
const MAX_RELEASED_BYTES = MAX_PHOTO_BYTES;

/** Text fields mean nothing to an upload; a form may send some all the same. */
const MAX_FIELDS = 20;
const MAX_FIELD_BYTES = 64 * 1024;

/** Uploads at once, in all and of one person: nobody alone can take every permit. */
const MAX_UPLOADS = 4;
const MAX_UPLOADS_OF_ONE = 2;

/** A photo of an upload, kept on the disk. */
export interface UploadedPhoto {
  /** SHA-256 of its bytes, in hexadecimal. */
  digest: string;
  /** Has `use` done with its bytes in memory, when there is room among those of other uploads. */
  with<T>(use: (bytes: Uint8Array) => Promise<T>): Promise<T>;
}

/** Number of photos that a route takes, and the person who sends them. */
export interface UploadRequest {
  /** Person whose uploads at once are counted. */
  person: number;
  least: number;
  most: number;
}

/** Receives the photos of multipart requests, in bounded memory, time and number. */
export class Uploads {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #uploads = new Semaphore({
    permits: MAX_UPLOADS,
    maxWaiting: 0,
    permitsOfOne: MAX_UPLOADS_OF_ONE,
  });
  /** One permit is a byte in memory. */
  readonly #memory = new Semaphore({ permits: MAX_PHOTO_BYTES });
  /** Bytes of photos that were looked at since the last collection. */
  #released = 0;

  /** @param directory on a disk with room for four uploads */
  constructor(directory: string, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /**
   * Has `use` done with the photos of a request, in their order; they are gone when it is done.
   * @throws {Refusal} `hub-busy`, `media-type`, `photos-count`, `body-too-large`, `image-too-large`, `body-invalid`,
   * `upload-slow`
   */
  receive<T>(
    request: FastifyRequest,
    wanted: UploadRequest,
    use: (photos: UploadedPhoto[]) => Promise<T>,
  ): Promise<T> {
    const receiveNow = async () => {
      requireFittingForm(request);
      const spool = await openSpool(this.#directory);
      try {
        return await use(await this.#photos(request, spool, wanted));
      } finally {
        await spool.close();
      }
    };
    return this.#uploads.run(receiveNow, { holder: String(wanted.person) });
  }

  async #photos(request: FastifyRequest, spool: UploadSpool, { least, most }: UploadRequest) {
    const meter = meterBody(request.raw, this.#clock);
    try {
      const photos = await Promise.race([meter.failed, this.#parts(request, spool, most)]);
      if (photos.length < least) throw new ApiRefusal('photos-count', `Send at least ${least}.`);
      return photos;
    } catch (thrown) {
      request.raw.unpipe().resume();
      throw nameFault(thrown);
    } finally {
      meter.stop();
    }
  }

  async #parts(request: FastifyRequest, spool: UploadSpool, most: number): Promise<UploadedPhoto[]> {
    const photos: UploadedPhoto[] = [];
    let fieldBytes = 0;
    const limits = {
      files: most,
      fileSize: MAX_PHOTO_BYTES + 1,
      fields: MAX_FIELDS,
      fieldSize: MAX_FIELD_BYTES,
      parts: most + MAX_FIELDS + 1,
    };
    for await (const part of request.parts({ limits, isPartAFile })) {
      if (part.type === 'file') photos.push(await this.#photo(part.file, spool));
      else
        fieldBytes += part.valueTruncated ? Number.POSITIVE_INFINITY : Buffer.byteLength(String(part.value));
      if (fieldBytes > MAX_FIELD_BYTES) throw uploadTooLarge();
    }
    return photos;
  }

  #release(bytes: number): void {
    this.#released += bytes;
    if (this.#released < MAX_RELEASED_BYTES) return;
    this.#released = 0;
    freeAllBuffers();
  }

  async #photo(stream: AsyncIterable<Buffer>, spool: UploadSpool): Promise<UploadedPhoto> {
    const offset = spool.end;
    const hash = createHash('sha256');
    for await (const chunk of stream) {
      await spool.append(chunk);
      hash.update(chunk);
      if (spool.end - offset > MAX_PHOTO_BYTES)
        throw new ApiRefusal('image-too-large', `A photo may have ${MAX_PHOTO_BYTES} bytes.`);
    }
    const extent = { offset, length: spool.end - offset };
    return {
      digest: hash.digest('hex'),
      with: (use) =>
        this.#memory.run(
          async () => {
            try {
              return await use(await spool.read(extent));
            } finally {
              this.#release(extent.length);
            }
          },
          { permits: extent.length },
        ),
    };
  }
}

/** Clients leave out the file name of bytes that were never a file: then the name of the part or its type tells. */
function isPartAFile(field: string | undefined, type: string | undefined, file: string | undefined): boolean {
  return (
    file !== undefined || /^photos?$/.test(`${field}`) || !/^(text\/|application\/json$)/.test(`${type}`)
  );
}

function requireFittingForm(request: FastifyRequest): void {
  if (!request.isMultipart()) throw new ApiRefusal('media-type', 'Send the photos as multipart/form-data.');
  if (Number(request.headers['content-length']) > MAX_UPLOAD_BYTES) throw uploadTooLarge();
}

/** Error for what the reading of a multipart body threw: the parser names what goes over a limit, and nothing else. */
export function nameFault(thrown: unknown): unknown {
  const isNamed =
    thrown instanceof Refusal ||
    thrown instanceof Fault ||
    (thrown as { statusCode?: number }).statusCode !== undefined;
  return isNamed ? thrown : new ApiRefusal('body-invalid', 'The multipart body is broken.');
}

/** Aborts when the client goes away before it has its answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
