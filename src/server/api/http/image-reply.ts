import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ImageBlob } from '../../../store/types.js';
import { parseRange } from './byte-range.js';
import { matchesTag } from './entity-tag.js';
import { ApiRefusal } from './problems.js';

const FOR_EVER = 'private, max-age=31536000, immutable';
const ASK_FIRST = 'private, no-cache';

/**
 * Sends image bytes with an ETag, conditional and range requests (RFC 9110, sections 13 and 14). `immutable` when
 * the address names bytes that never change.
 */
export function sendImage(
  request: FastifyRequest,
  reply: FastifyReply,
  image: ImageBlob,
  immutable: boolean,
): FastifyReply {
  const etag = image.turn ? `"${image.sha256}-${image.turn}"` : `"${image.sha256}"`;
  reply.header('etag', etag).header('cache-control', immutable ? FOR_EVER : ASK_FIRST);
  reply.header('accept-ranges', 'bytes');
  if (matchesTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  reply.type(image.mime);
  return sendBytes(
    request,
    reply,
    Buffer.from(image.bytes.buffer, image.bytes.byteOffset, image.bytes.length),
    etag,
  );
}

function sendBytes(request: FastifyRequest, reply: FastifyReply, bytes: Buffer, etag: string): FastifyReply {
  const condition = request.headers['if-range'];
  const applies = request.method === 'GET' && (condition === undefined || condition === etag);
  const asked = applies ? request.headers.range : undefined;
  const range = parseRange(asked, bytes.length);
  if (range === 'whole') return reply.send(bytes);
  if (range === 'unsatisfiable')
    throw new ApiRefusal('range-invalid', `The image has ${bytes.length} bytes.`, {
      headers: { 'content-range': `bytes */${bytes.length}` },
    });
  reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${bytes.length}`);
  return reply.send(bytes.subarray(range.start, range.end + 1));
}
