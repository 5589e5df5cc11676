import { changePhoto } from '../api/calls.js';
import { tellPhotoNews } from '../api/photo-news.js';
import type { Photo } from '../api/types.js';
import { sayFault } from '../components/fault.js';
import { showToast } from '../components/notices.js';
import { wordsNow } from '../i18n/language.js';

/** Turns a photo by a quarter and offers the way back. */
export async function turnPhoto(photo: Photo, by: 90 | 270): Promise<void> {
  const turn = ((photo.turn + by) % 360) as Photo['turn'];
  if (!(await show(photo.id, turn))) return;
  const undo = () => void show(photo.id, photo.turn);
  const words = wordsNow();
  showToast({ text: words.photo.turned, action: { label: words.app.undo, run: undo } });
}

async function show(id: number, turn: Photo['turn']): Promise<boolean> {
  try {
    tellPhotoNews({ kind: 'put', photo: await changePhoto(id, { turn }), fresh: false });
    return true;
  } catch (thrown) {
    showToast({ text: sayFault(thrown, wordsNow()) });
    return false;
  }
}
