import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiProblem } from '../api/problem.js';
import { fetchShared, openShared, type SharedPhotos } from '../api/share-calls.js';
import { useBusy } from '../components/busy.js';
import { Empty } from '../components/empty.js';
import { FaultScreen, sayFault } from '../components/fault.js';
import { Icon } from '../components/icon.js';
import { useArrival } from '../core/navigate.js';
import { useWords } from '../i18n/language.js';
import { type SharingWords, sharingWords } from '../i18n/sharing.js';

/** Screen of somebody with a link and no account: its photos, and nothing else of the hub. */
export function Shared({ token }: { token: string }) {
  const { words, language, format } = useWords();
  const sharing = sharingWords[language];
  const [shown, setShown] = useState<SharedPhotos | null>(null);
  const { fault, run } = useBusy();
  const open = () => void run(async () => setShown(await openShared(token)));
  useEffect(open, [token]);
  const title = shown?.photos.length === 1 ? sharing.sharedOne : sharing.shared;
  useArrival(`${title} · ${words.app.name}`, 'shared');
  // An address that was cut on its way has no secret of a link.
  const isOver =
    fault instanceof ApiProblem && ['share-link-unknown', 'request-invalid'].includes(fault.code);
  return (
    <div class="screen wide">
      <header class="screen-head">
        <div>
          <h1 tabIndex={-1}>{isOver ? sharing.overTitle : title}</h1>
          {shown && <p>{sharing.sharedUntil(format.moment(shown.expiresAt))}</p>}
        </div>
      </header>
      {isOver ? (
        <p class="soft">{sharing.over}</p>
      ) : fault !== null ? (
        <FaultScreen thrown={fault} onRetry={open} />
      ) : shown?.photos.length === 0 ? (
        <Empty icon="gallery" title={sharing.overTitle} text={sharing.empty} />
      ) : (
        <ul class="shared-photos" aria-busy={shown === null}>
          {shown?.photos.map((photo) => (
            <li key={photo.number}>
              <SharedPhoto token={token} photo={photo} words={sharing} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface SharedPhotoProps {
  token: string;
  photo: SharedPhotos['photos'][number];
  words: SharingWords;
}

/** One photo; it is fetched when it comes near the window. */
function SharedPhoto({ token, photo: { number, takenAt }, words: sharing }: SharedPhotoProps) {
  const { words, format } = useWords();
  const figure = useRef<HTMLElement>(null);
  const [src, setSrc] = useState<string | null>(null);
  const picture = useBusy();
  const saving = useBusy();
  const fetchPicture = () =>
    void picture.run(async () => setSrc(URL.createObjectURL(await fetchShared(token, number, 'preview'))));
  useEffect(() => whenNear(figure.current, fetchPicture), []);
  useEffect(() => () => URL.revokeObjectURL(src ?? ''), [src]);
  const when = format.moment(takenAt);
  const save = () => void saving.run(async () => saveAs(await fetchShared(token, number, 'best'), takenAt));
  const fault = picture.fault ?? saving.fault;
  return (
    <figure ref={figure} class="shared-photo">
      {src ? (
        <img src={src} alt={sharing.photoFrom(when)} />
      ) : (
        <div class="shared-wait">
          {picture.fault !== null && (
            <button type="button" class="button quiet" onClick={fetchPicture}>
              {words.app.tryAgain}
            </button>
          )}
        </div>
      )}
      <figcaption>
        <span>{when}</span>
        <button
          type="button"
          class="text-button"
          aria-label={sharing.saveNamed(when)}
          aria-disabled={saving.busy}
          onClick={save}
        >
          <Icon name="download" /> {sharing.save}
        </button>
      </figcaption>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </figure>
  );
}

/** Calls `act` once, when the element is about to be seen. Gives what ends the watch. */
function whenNear(element: HTMLElement | null, act: () => void): () => void {
  const watcher = new IntersectionObserver(
    ([entry]) => {
      if (!entry?.isIntersecting) return;
      watcher.disconnect();
      act();
    },
    { rootMargin: '800px' },
  );
  if (element) watcher.observe(element);
  return () => watcher.disconnect();
}

/** Gives the browser a file to keep, named by when the photo was taken. */
function saveAs(file: Blob, takenAt: number): void {
  const at = new Date(takenAt);
  const two = (value: number) => String(value).padStart(2, '0');
  const parts = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())];
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `petcam-${parts.join('')}-${time.join('')}.${file.type === 'image/jpeg' ? 'jpg' : 'webp'}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
