import type { Photo } from '../api/types.js';
import { shareFiles } from './share-file.js';

/** Name of a saved photo, for instance `petcam-kitchen-20261123-081402.jpg`, in the phone's time zone. */
export function fileNameOf(photo: Pick<Photo, 'camera' | 'takenAt'>): string {
  const at = new Date(photo.takenAt);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  return `petcam-${photo.camera}-${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}.jpg`;
}

/** Addresses of a photo's images as files to keep, with date and camera in them: the best one, and the camera's. */
export function filesOf({ images }: Pick<Photo, 'images'>): { best: string; original: string } {
  const file = (address: string) => `${address}&download=true`;
  return { best: file(images.upscaled ?? images.original), original: file(images.original) };
}

/** Browsers share files only on pages they trust (HTTPS); elsewhere there is the download. */
export function canShare(): boolean {
  const probe = new File([], 'photo.jpg', { type: 'image/jpeg' });
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [probe] });
}

/** Opens the phone's own sheet with the best image of each photo. */
export const sharePhotos = (photos: readonly Photo[]) =>
  shareFiles(
    photos.map((photo) => ({ url: filesOf(photo).best, name: fileNameOf(photo) })),
    'image/jpeg',
  );
