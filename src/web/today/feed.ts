import { listPhotos } from '../api/calls.js';
import type { PhotoNews } from '../api/photo-news.js';
import type { Photo } from '../api/types.js';
import { byNewest, mergePages, withPhoto } from '../core/photo-order.js';
import { signal } from '../core/signal.js';

/** The newest photos, as far back as the person has scrolled. `next` is null at the end. */
export interface Feed {
  photos: Photo[];
  next: string | null;
  state: 'unread' | 'loading' | 'ready' | 'failed';
  fault: unknown;
}

const nothing: Feed = { photos: [], next: null, state: 'unread', fault: null };
const pageSize = 60;
/** The Today page ends here; older days are the gallery's. */
export const mostInFeed = 360;

/** Photos of the Today page, newest first, with the state of their reading. */
export const feed = signal<Feed>(nothing);

/** Reads the newest page; what is shown stays until it is there. */
export function refreshFeed(): Promise<void> {
  return load(null);
}

/** Reads the next page of photos, if there is one. */
export function extendFeed(): Promise<void> {
  const { next, state, photos } = feed.get();
  if (next === null || state === 'loading' || photos.length >= mostInFeed) return Promise.resolve();
  return load(next);
}

/** Forgets the photos of a session that has ended. */
export const forgetFeed = (): void => feed.set(nothing);

async function load(cursor: string | null): Promise<void> {
  feed.set({ ...feed.get(), state: 'loading' });
  try {
    const page = await listPhotos({ limit: pageSize, cursor });
    const photos = cursor === null ? page.photos : mergePages(feed.get().photos, page.photos);
    feed.set({ photos, next: page.next, state: 'ready', fault: null });
  } catch (fault) {
    feed.set({ ...feed.get(), state: 'failed', fault });
  }
}

/** Keeps the feed true to what happens to photos, also while another screen is open. */
export function followNews(news: PhotoNews): void {
  if (feed.get().state === 'unread') return;
  if (news.kind === 'reset') void refreshFeed();
  else feed.set({ ...feed.get(), photos: after(news, feed.get()) });
}

function after(news: Exclude<PhotoNews, { kind: 'reset' }>, { photos, next }: Feed): Photo[] {
  if (news.kind === 'gone') return photos.filter(({ id }) => id !== news.id);
  // Who corrects a photo may have taken the only pet out of it.
  if (news.photo.folded) return photos.filter(({ id }) => id !== news.photo.id);
  const last = photos.at(-1);
  const belongs = next === null || last === undefined || byNewest(news.photo, last) <= 0;
  return belongs ? withPhoto(photos, news.photo) : photos;
}
