import { deletePhoto, restorePhoto } from '../api/calls.js';
import { tellPhotoNews } from '../api/photo-news.js';
import type { Photo } from '../api/types.js';
import { sayFault } from '../components/fault.js';
import { showToast } from '../components/notices.js';
import { go, goInstead, route } from '../core/navigate.js';
import type { GalleryFilter } from '../core/route.js';
import { wordsNow } from '../i18n/language.js';

/** Deletes a photo at once and offers it back. True when it is gone. */
export async function removePhoto(photo: Photo, filter: GalleryFilter): Promise<boolean> {
  const words = wordsNow();
  try {
    await deletePhoto(photo.id);
  } catch (thrown) {
    showToast({ text: sayFault(thrown, words) });
    return false;
  }
  tellPhotoNews({ kind: 'gone', id: photo.id });
  const undo = () => void restore(photo.id, filter);
  showToast({ text: words.photo.deleted, action: { label: words.app.undo, run: undo } });
  return true;
}

async function restore(id: number, filter: GalleryFilter): Promise<void> {
  try {
    const photo = await restorePhoto(id);
    tellPhotoNews({ kind: 'put', photo, fresh: true });
    showToast({ text: wordsNow().photo.restored });
    // Among photos it takes its place again, so that the way back leads out and not to its neighbour.
    const show = route.get().name === 'photo' ? goInstead : go;
    show({ name: 'photo', id, filter });
  } catch (thrown) {
    showToast({ text: sayFault(thrown, wordsNow()) });
  }
}
