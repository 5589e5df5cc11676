import { getPhoto } from './calls.js';
import { type LiveEvent, onLive } from './live.js';
import { ApiProblem } from './problem.js';
import type { Photo } from './types.js';

/** Change of photos, wherever it happened: here by the owner's hand, on another phone, or in the hub. */
export type PhotoNews =
  | { kind: 'put'; photo: Photo; fresh: boolean }
  | { kind: 'gone'; id: number }
  | { kind: 'reset' };

/** Events after which any photo may be another: who lives here decides who is on them. */
const RESETTING: ReadonlySet<LiveEvent['type']> = new Set([
  'reset',
  'pets.updated',
  'movement.updated',
] as const);

const listeners = new Set<(news: PhotoNews) => void>();
/** More waiting than this (a phone that slept) is read anew rather than one by one. */
const mostWaiting = 12;

/** Adds a listener for changes of photos; returns its removal. */
export function onPhotoNews(listener: (news: PhotoNews) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells all listeners of a change of photos. */
export function tellPhotoNews(news: PhotoNews): void {
  for (const listener of listeners) listener(news);
}

/** Turns the hub's events into photos, one at a time and in order, until the returned function is called. */
export function startPhotoNews(): () => void {
  const waiting = new Map<number, boolean>();
  let reading = false;
  let ended = false;

  async function readAll(): Promise<void> {
    if (reading) return;
    reading = true;
    for (const [id, fresh] of waiting) {
      waiting.delete(id);
      const news = await newsOf(id, fresh);
      if (ended) return;
      tellPhotoNews(news);
    }
    reading = false;
  }

  function hear(event: LiveEvent): void {
    if (RESETTING.has(event.type)) tellPhotoNews({ kind: 'reset' });
    else if (event.type === 'photo.deleted') leave(event.data.photoId);
    else if (event.type === 'photo.new') enter(event.data.photoId, true);
    else if (event.type === 'photo.updated' || event.type === 'photo.upscaled')
      enter(event.data.photoId, false);
  }

  function leave(id: number): void {
    waiting.delete(id);
    tellPhotoNews({ kind: 'gone', id });
  }

  function enter(id: number, fresh: boolean): void {
    waiting.set(id, fresh || waiting.get(id) === true);
    if (waiting.size <= mostWaiting) void readAll();
    else {
      waiting.clear();
      tellPhotoNews({ kind: 'reset' });
    }
  }

  const stop = onLive(hear);
  return () => {
    ended = true;
    stop();
  };
}

async function newsOf(id: number, fresh: boolean): Promise<PhotoNews> {
  try {
    return { kind: 'put', photo: await getPhoto(id), fresh };
  } catch (thrown) {
    return thrown instanceof ApiProblem && thrown.status === 404 ? { kind: 'gone', id } : { kind: 'reset' };
  }
}
