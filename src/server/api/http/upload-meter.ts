import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../../core/clock.js';
import { freeRecentBuffers } from '../../../core/collect-garbage.js';
import { ApiRefusal } from './problems.js';

/** The whole body of an upload, its boundaries, headers and text fields included. */
export const MAX_UPLOAD_BYTES = 50_000_000;

/** After `GRACE_MS` an upload must have brought this much for every further second: less than any Wi-Fi that works. */
const LEAST_BYTES_PER_SECOND = 32_000;
const GRACE_MS = 10_000;
const LOOK_MS = 1000;

/** Bytes of uploads, of all people together, after which their buffers are freed. */
const FREE_EVERY_BYTES = 4_000_000;
let sinceFreed = 0;
const DISCARD_MS = 2000;

/** Watch over one request body as it arrives; `stop` ends it. */
export interface BodyMeter {
  /** Rejects when the body is too large, too slow or breaks off; never resolves. */
  failed: Promise<never>;
  stop(): void;
}

/**
 * Counts every byte of a body as it arrives, announced or chunked, whatever it turns out to mean.
 * @throws {ApiRefusal} by `failed`: `body-too-large`, `upload-slow`, `body-invalid`
 */
export function meterBody(body: IncomingMessage, clock: Clock): BodyMeter {
  const begun = clock.monotonic();
  let received = 0;
  let fail: (refusal: ApiRefusal) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const count = (chunk: Buffer) => {
    received += chunk.length;
    sinceFreed += chunk.length;
    if (sinceFreed > FREE_EVERY_BYTES) {
      sinceFreed = 0;
      freeRecentBuffers();
    }
    if (received > MAX_UPLOAD_BYTES) fail(uploadTooLarge());
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
 * Reads the rest of a refused body and forgets it, for a moment: a client that is still sending when its connection
 * closes may never see the answer.
 */
export function discardRest(body: IncomingMessage, clock: Clock): Promise<void> {
  body.unpipe().resume();
  if (body.readableEnded || body.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = clock.after(DISCARD_MS, resolve);
    const done = () => {
      cancel();
      resolve();
    };
    body.once('end', done).once('close', done);
  });
}

/** Refusal `body-too-large` for an upload above the limit of bytes. */
export function uploadTooLarge(): ApiRefusal {
  return new ApiRefusal('body-too-large', `An upload may have ${MAX_UPLOAD_BYTES} bytes in all.`);
}
