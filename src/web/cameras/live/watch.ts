import { freshenSession, sessionEpoch } from '../../api/freshness.js';
import { reach } from '../../api/http.js';
import { onLive } from '../../api/live.js';
import { ApiProblem, problemOf } from '../../api/problem.js';
import { PictureReader } from './pictures.js';

/**
 * How a live view is: `waiting` when pictures have stopped for a moment, as they do while a burst is taken;
 * `offline` until the camera is back; `paused` until its pause is over; `failed` with the reason, and tried again.
 */
export type LiveState =
  | { state: 'starting' | 'live' | 'waiting' | 'offline' | 'paused' }
  | { state: 'failed'; thrown: unknown };

/** Callbacks of a live view: pictures and its state. */
export interface Watching {
  onPicture: (jpeg: Blob) => void;
  onState: (live: LiveState) => void;
}

const pauseMs = 3_000;
const stallMs = 40_000;
const retryMs = 5_000;
/** Between a stream that ended in good order (the hub ends each after a while) and the next. */
const againMs = 1_000;

/** Watches a camera until `signal` says stop; opens the stream again whenever it ends. */
export async function watchCamera(camera: string, watching: Watching, signal: AbortSignal): Promise<void> {
  watching.onState({ state: 'starting' });
  while (!signal.aborted) {
    try {
      await watchOnce(camera, watching, signal);
      await pause(camera, againMs, signal);
    } catch (thrown) {
      if (signal.aborted) return;
      const offline = thrown instanceof ApiProblem && thrown.code === 'camera-offline';
      watching.onState(offline ? { state: 'offline' } : { state: 'failed', thrown });
      await pause(camera, retryMs, signal);
    }
  }
}

/** One stream, to its end. */
async function watchOnce(camera: string, watching: Watching, signal: AbortSignal): Promise<void> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener('abort', abort);
  try {
    const body = await open(camera, stop.signal);
    await drain(body, watching, abort);
  } finally {
    signal.removeEventListener('abort', abort);
    abort();
  }
}

async function open(camera: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const path = `/cameras/${encodeURIComponent(camera)}/live`;
  const epoch = sessionEpoch();
  let response = await reach(path, { signal, cache: 'no-store' });
  if (response.status === 401) {
    await freshenSession(epoch);
    response = await reach(path, { signal, cache: 'no-store' });
  }
  if (!response.ok || !response.body) throw await problemOf(response);
  return response.body;
}

async function drain(body: ReadableStream<Uint8Array>, watching: Watching, giveUp: () => void) {
  const reader = new PictureReader();
  const chunks = body.getReader();
  for (;;) {
    const lull = setTimeout(() => watching.onState({ state: 'waiting' }), pauseMs);
    const stall = setTimeout(giveUp, stallMs);
    const { done, value } = await chunks.read().finally(() => {
      clearTimeout(lull);
      clearTimeout(stall);
    });
    if (done) return;
    const newest = reader.push(value).at(-1);
    if (!newest) continue;
    watching.onPicture(new Blob([newest], { type: 'image/jpeg' }));
    watching.onState({ state: 'live' });
  }
}

/** Waits so long, or until the camera is back. */
function pause(camera: string, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    const stop = onLive((event) => {
      if (event.type === 'camera.updated' && event.data.camera === camera && event.data.online) done();
    });
    signal.addEventListener('abort', done);
  });
}
