import '@fastify/multipart';
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import { Fault, Refusal } from '../../../core/errors.js';
import { Semaphore } from '../../../core/semaphore.js';
import type { Spool, SpooledBytes, SpoolFolder } from '../../../core/spool.js';
import { ApiRefusal } from './problems.js';
import { MAX_UPLOAD_BYTES, meterBody, uploadTooLarge } from './upload-meter.js';

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
  bytes: SpooledBytes;
}

/** An upload that has arrived whole. It has its place and its space on the disk until it is closed. */
export interface Upload {
  /** Its photos, in their order. */
  photos: UploadedPhoto[];
  close(): Promise<void>;
}

/** Number of photos that a route takes, and the person who sends them. */
export interface UploadRequest {
  /** Person whose uploads at once are counted. */
  person: number;
  least: number;
  most: number;
}

/** Receives the photos of multipart requests, in bounded memory, space, time and number. */
export class Uploads {
  readonly #spools: SpoolFolder;
  readonly #clock: Clock;
  readonly #permits = new Semaphore({
    permits: MAX_UPLOADS,
    maxWaiting: 0,
    permitsOfOne: MAX_UPLOADS_OF_ONE,
  });

  constructor(spools: SpoolFolder, clock: Clock) {
    this.#spools = spools;
    this.#clock = clock;
  }

  /**
   * Receives the photos of a request; whoever calls closes the upload.
   * @throws {Refusal} `hub-busy`, `media-type`, `photos-count`, `body-too-large`, `body-invalid`, `upload-slow`
   * @throws {Fault} as `SpoolFolder.open`
   */
  async receive(request: FastifyRequest, wanted: UploadRequest): Promise<Upload> {
    const release = await this.#permits.acquire({ holder: String(wanted.person) });
    if (!release) throw new Refusal('hub-busy', 'The hub is busy with other uploads.');
    try {
      requireFittingForm(request);
      const spool = await this.#spools.open();
      const close = () => spool.release().finally(release);
      try {
        return { photos: await this.#photos(request, spool, wanted), close };
      } catch (thrown) {
        await close();
        throw thrown;
      }
    } catch (thrown) {
      release();
      throw thrown;
    }
  }

  async #photos(request: FastifyRequest, spool: Spool, { least, most }: UploadRequest) {
    const meter = meterBody(request.raw, this.#clock);
    try {
      const photos = await Promise.race([meter.failed, partsOf(request, spool, most)]);
      if (photos.length < least) throw new ApiRefusal('photos-count', `Send at least ${least}.`);
      return photos;
    } catch (thrown) {
      request.raw.unpipe().resume();
      throw nameFault(thrown);
    } finally {
      meter.stop();
    }
  }
}

async function partsOf(request: FastifyRequest, spool: Spool, most: number): Promise<UploadedPhoto[]> {
  const photos: UploadedPhoto[] = [];
  let fieldBytes = 0;
  const limits = {
    files: most,
    // The whole body has this limit too, and is over it before.
    fileSize: MAX_UPLOAD_BYTES,
    fields: MAX_FIELDS,
    fieldSize: MAX_FIELD_BYTES,
    parts: most + MAX_FIELDS + 1,
  };
  for await (const part of request.parts({ limits, isPartAFile })) {
    if (part.type === 'file') photos.push(await photoOf(part.file, spool));
    else fieldBytes += part.valueTruncated ? Number.POSITIVE_INFINITY : Buffer.byteLength(String(part.value));
    if (fieldBytes > MAX_FIELD_BYTES) throw uploadTooLarge();
  }
  return photos;
}

async function photoOf(stream: AsyncIterable<Buffer>, spool: Spool): Promise<UploadedPhoto> {
  const offset = spool.end;
  const hash = createHash('sha256');
  for await (const chunk of stream) {
    await spool.append(chunk);
    hash.update(chunk);
  }
  return { digest: hash.digest('hex'), bytes: spool.part(offset, spool.end - offset) };
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
