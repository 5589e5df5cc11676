import type { StoredEvent } from '../../../core/events.js';
import type { TransientMap } from '../schemas/events.js';

/** Something that a stream tells: an event of the log, or one that is not stored. */
export type News =
  | Pick<StoredEvent, 'type' | 'data'>
  | { [T in keyof TransientMap]: { type: T; data: TransientMap[T] } }[keyof TransientMap];

/**
 * Camera whose guests may hear this; null for what no guest hears.
 * @param cameraOf the camera of a photo that is there, null of one that is not
 */
export function guestCameraOf(news: News, cameraOf: (photoId: number) => string | null): string | null {
  const { type, data } = news as StoredEvent | { type: 'upscale.progress'; data: { photoId: number } };
  switch (type) {
    case 'photo.new':
    case 'camera.updated':
      return data.camera;
    case 'photo.deleted':
      return data.camera ?? null;
    case 'photo.updated':
    case 'photo.upscaled':
    case 'upscale.progress':
      return cameraOf(data.photoId);
    default:
      return null;
  }
}
