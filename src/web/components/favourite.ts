import { changePhoto } from '../api/calls.js';
import { tellPhotoNews } from '../api/photo-news.js';
import type { Photo } from '../api/types.js';
import { wordsNow } from '../i18n/language.js';
import { sayFault } from './fault.js';
import { showToast } from './notices.js';

/** Shows the change at once, and takes it back when the hub refuses. */
export async function toggleFavourite(photo: Photo): Promise<void> {
  tellPhotoNews({ kind: 'put', photo: { ...photo, favourite: !photo.favourite }, fresh: false });
  try {
    const changed = await changePhoto(photo.id, { favourite: !photo.favourite });
    tellPhotoNews({ kind: 'put', photo: changed, fresh: false });
  } catch (thrown) {
    tellPhotoNews({ kind: 'put', photo, fresh: false });
    showToast({ text: sayFault(thrown, wordsNow()) });
  }
}
