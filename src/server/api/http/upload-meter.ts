import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../../core/clock.js';
import { freeBuffersAfter } from '../../../core/collect-garbage.js';
import { ApiRefusal } from './problems.js';

/** The whole body of an upload, its boundaries, headers and text fields included. */
export const MAX_UPLOAD_BYTES = 50_000_000;

/** After `GRACE_MS` an upload must have brought this much for every further second: less than any Wi-Fi that works. */
const LEAST_BYTES_PER_SECOND = 32_000;
const GRACE_MS = 10_000;
const LOOK_MS = 1000;

/** The rest of a refused body that is read and forgotten, in time and in bytes: a photo over slow Wi-Fi, and no more. */
const DISCARD_MS = 30_000;
const MAX_DISCARDED_BYTES = 2 * MAX_UPLOAD_BYTES;

/** Watch over one request body as it arrives; `stop` ends it. */
export interface BodyMeter {
  /** Rejects when the body is too large, too slow or breaks off; never resolves. */
  failed: Promise<never>;
  stop(): void;
}

/**
 * Counts every byte of a body of at most `most` bytes as it arrives, announced or chunked, whatever it turns out to
 * mean.
 * @throws {ApiRefusal} by `failed`: `body-too-large`, `upload-slow`, `body-invalid`
 */
export function meterBody(body: IncomingMessage, clock: Clock, most = MAX_UPLOAD_BYTES): BodyMeter {
  const begun = clock.monotonic();
  let received = 0;
  let fail: (refusal: ApiRefusal) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const count = (chunk: Buffer) => {
    received += chunk.length;
    freeBuffersAfter(chunk.length);
    if (received > most) fail(uploadTooLarge(most));
  };
  const look = () => {
    const due = ((clock.monotonic() - begun - GRACE_MS) / 1000) * LEAST_BYTES_PER_SECOND;
    if (received < due)
      fail(new ApiRefusal('upload-slow', 'The upload came too slowly; try again nearer to the Wi-Fi.'));
    cancel = clock.after(LOOK_MS, look);
  };
  let cancel = clock.after(LOOK_MS, look);
  const lose = () => {
    if (!body.readableEnded) fail(new ApiRefusal('body-invalid', 'The upload broke off.'));
  };
  if (body.destroyed) lose();
  body.on('data', count).once('close', lose);
  return {
    failed,
    stop: () => {
      cancel();
      body.off('data', count).off('close', lose);
    },
  };
}

/**
 * Reads the rest of a refused body and forgets it, bounded in bytes and time: a client that is still sending when its
 * connection closes meets a broken pipe in place of the answer.
 */
export function discardRest(body: IncomingMessage, clock: Pick<Clock, 'after'>): Promise<void> {
  if (body.readableEnded || body.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let discarded = 0;
    const done = () => {
      cancel();
      body.off('data', discard).off('end', done).off('close', done);
      resolve();
    };
    const discard = (chunk: Buffer) => {
      discarded += chunk.length;
      freeBuffersAfter(chunk.length);
      if (discarded > MAX_DISCARDED_BYTES) done();
    };
    const cancel = clock.after(DISCARD_MS, done);
    body.on('data', discard).once('end', done).once('close', done).resume();
  });
}

/** Refusal `body-too-large` for a multipart body above `most` bytes. */
export function uploadTooLarge(most = MAX_UPLOAD_BYTES): ApiRefusal {
  return new ApiRefusal('body-too-large', `An upload may have ${most} bytes in all.`);
}
