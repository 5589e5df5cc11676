import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { type: 'minor' | 'major' }) => void;

/**
 * Frees buffers that were used a moment ago. V8 sees only the small objects that stand for them, and by itself lets more
 * than 64 MB of bytes pile up before it looks. Takes a millisecond or two.
 */
export function freeRecentBuffers(): void {
  collect({ type: 'minor' });
}

/**
 * Frees buffers that were in use for a while too. V8 counts them among what lasts, and only a whole collection finds
 * them: tens of milliseconds on a small hub, so not after each.
 */
export function freeAllBuffers(): void {
  collect({ type: 'major' });
}

/** Bytes of buffers, whatever they were for, after which they are freed. */
const FREE_EVERY_BYTES = 1_000_000;
let sinceFreed = 0;

/** Frees recent buffers whenever a megabyte went through them; to be told of each buffer that bytes passed in. */
export function freeBuffersAfter(bytes: number): void {
  sinceFreed += bytes;
  if (sinceFreed <= FREE_EVERY_BYTES) return;
  sinceFreed = 0;
  freeRecentBuffers();
}
