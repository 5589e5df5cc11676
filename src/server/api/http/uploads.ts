import '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../../core/errors.js';
import { ApiRefusal } from './problems.js';

/** All photos of one request together, and one alone. */
export const MAX_UPLOAD_BYTES = 50_000_000;

/**
 * Reads the photos of a multipart request into memory, in their order.
 * @throws {ApiRefusal} `photos-count` for fewer than `least` or more than `most`, `body-too-large`, `body-invalid`
 */
export async function readPhotos(
  request: FastifyRequest,
  least: number,
  most: number,
): Promise<Uint8Array[]> {
  if (!request.isMultipart()) throw new ApiRefusal('media-type', 'Send the photos as multipart/form-data.');
  if (Number(request.headers['content-length']) > MAX_UPLOAD_BYTES + 64 * 1024) throw tooLarge();
  const photos = await readParts(request, most).catch((error: unknown) => {
    throw isNamed(error) ? error : new ApiRefusal('body-invalid', 'The multipart body is broken.');
  });
  if (photos.length < least) throw new ApiRefusal('photos-count', `Send at least ${least}.`);
  return photos;
}

async function readParts(request: FastifyRequest, most: number): Promise<Uint8Array[]> {
  const photos: Uint8Array[] = [];
  let room = MAX_UPLOAD_BYTES;
  for await (const part of request.files({ limits: { files: most, fileSize: MAX_UPLOAD_BYTES + 1 } })) {
    const photo = await readPart(part.file, room);
    room -= photo.length;
    photos.push(photo);
  }
  return photos;
}

/** The parser names what goes over a limit, and nothing else. */
function isNamed(error: unknown): boolean {
  return error instanceof Refusal || (error as { statusCode?: number }).statusCode !== undefined;
}

async function readPart(stream: AsyncIterable<Buffer>, room: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > room) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): ApiRefusal {
  return new ApiRefusal('body-too-large', `All photos together may have ${MAX_UPLOAD_BYTES} bytes.`);
}

/** Aborts when the client goes away before it has its answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
