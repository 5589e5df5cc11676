import { changePhotos } from '../api/bin-calls.js';
import { freshenSession, isStale, sessionEpoch } from '../api/freshness.js';
import { tellPhotoNews } from '../api/photo-news.js';
import type { Photo } from '../api/types.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { useIsGuest } from '../components/guest.js';
import { showToast } from '../components/notices.js';
import { canShare, fileNameOf, filesOf, sharePhotos } from '../components/photo-file.js';
import type { PickAction } from '../components/pick-bar.js';
import { hubAddress } from '../core/base.js';
import { go } from '../core/navigate.js';
import { useWords } from '../i18n/language.js';

/** Browsers give no more to another app at once. */
const mostShared = 10;

/**
 * Actions on the photos that are picked; a guest takes them along and changes nothing.
 * @param onDone after what ends picking
 */
export function usePicked(
  photos: readonly Photo[],
  onDone: () => void,
): { actions: PickAction[]; busy: boolean } {
  const { words, format } = useWords();
  const guest = useIsGuest();
  const { busy, run } = useBusy();
  const ids = photos.map(({ id }) => id);
  const isFavourite = photos.length > 0 && photos.every(({ favourite }) => favourite);
  const attempt = (work: () => Promise<void>) =>
    void run(() => work().catch((thrown) => showToast({ text: sayFault(thrown, words) })));

  const favour = () =>
    attempt(async () => {
      await changePhotos(ids, isFavourite ? 'unfavourite' : 'favourite');
      for (const photo of photos)
        tellPhotoNews({ kind: 'put', photo: { ...photo, favourite: !isFavourite }, fresh: false });
      onDone();
    });
  const restore = (deleted: number[]) =>
    attempt(async () => {
      const done = await changePhotos(deleted, 'restore');
      tellPhotoNews({ kind: 'reset' });
      showToast({ text: words.bin.restored(done.length, format.number(done.length)) });
    });
  const remove = () =>
    attempt(async () => {
      const done = await changePhotos(ids, 'delete');
      for (const id of done) tellPhotoNews({ kind: 'gone', id });
      const text = words.picking.deleted(done.length, format.number(done.length));
      showToast({ text, action: { label: words.app.undo, run: () => restore(done) } });
      onDone();
    });
  const share = () => {
    if (photos.length > mostShared) return showToast({ text: words.picking.mostShared });
    attempt(async () => {
      if ((await sharePhotos(photos)) === 'tap-again') showToast({ text: words.photo.shareReady });
    });
  };
  const download = () => attempt(() => save(photos));

  return {
    busy,
    actions: [
      ...(guest
        ? []
        : [{ icon: 'heart', label: words.photo.favourite, run: favour, isPressed: isFavourite } as const]),
      ...(canShare() ? [{ icon: 'share', label: words.photo.share, run: share } as const] : []),
      ...(guest
        ? []
        : [
            {
              icon: 'link',
              label: words.photo.link,
              run: () => go({ name: 'share', photos: ids }),
            } as const,
            {
              icon: 'play',
              label: words.photo.video,
              run: () => go({ name: 'films', photos: ids }),
            } as const,
          ]),
      { icon: 'download', label: words.photo.download, run: download },
      ...(guest ? [] : [{ icon: 'trash', label: words.photo.delete, run: remove } as const]),
    ],
  };
}

/** One photo as itself, more of them in one file that the hub makes. The browser fetches it with the session of now. */
async function save(photos: readonly Photo[]): Promise<void> {
  if (isStale()) await freshenSession(sessionEpoch());
  const [only] = photos;
  const link = document.createElement('a');
  if (only && photos.length === 1)
    Object.assign(link, { href: filesOf(only).best, download: fileNameOf(only) });
  else link.href = hubAddress(`/photos/archive?photos=${photos.map(({ id }) => id).join(',')}`);
  link.download ||= 'petcam-photos.zip';
  link.click();
}
