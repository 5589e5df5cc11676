import { useEffect, useRef, useState } from 'preact/hooks';
import { Unreachable } from '../api/problem.js';
import { ConfirmButton } from '../components/confirm-button.js';
import { FaultScreen, useRetries } from '../components/fault.js';
import { Icon } from '../components/icon.js';
import { forgetKept } from '../core/kept-choice.js';
import { useArrival } from '../core/navigate.js';
import { startOfDay } from '../i18n/format.js';
import { type KeptWords, keptWords } from '../i18n/kept.js';
import { useWords } from '../i18n/language.js';
import { sayWho, whoWord } from '../i18n/who.js';
import type { KeptPhoto } from './kept-photo.js';
import { troubleOf } from './trouble.js';
import { Vault } from './vault.js';

/** A photo with the address of its picture in the memory of the page. */
type Shown = KeptPhoto & { src: string };

interface Kept {
  photos: Shown[];
  asOf: number | null;
}

/** The app without its hub: what may be wrong, what to try, and the photos that are kept on this phone. */
export function KeptPhotos({ onRetry }: { onRetry: () => void }) {
  const [kept, forget] = useKept();
  const [large, setLarge] = useState<number | null>(null);
  if (kept === null) return <div class="screen" aria-busy="true" />;
  if (kept.photos.length === 0)
    return (
      <div class="screen">
        <FaultScreen thrown={new Unreachable('/me')} onRetry={onRetry} />
      </div>
    );
  return (
    <div class="screen">
      <Head asOf={kept.asOf} onRetry={onRetry} />
      {byDay(kept.photos).map(([day, photos]) => (
        <KeptDay key={day} day={day} photos={photos} onOpen={setLarge} />
      ))}
      <Foot onForget={forget} />
      {large !== null && <Large photos={kept.photos} first={large} onClose={() => setLarge(null)} />}
    </div>
  );
}

/** The photos of this phone, null until they are decrypted, and what forgets them. */
function useKept(): [Kept | null, () => void] {
  const [kept, setKept] = useState<Kept | null>(null);
  useEffect(() => {
    const read = readKept().catch((): Kept => ({ photos: [], asOf: null }));
    void read.then(setKept);
    return () =>
      void read.then(({ photos }) => {
        for (const { src } of photos) URL.revokeObjectURL(src);
      });
  }, []);
  const forget = () => void forgetKept().finally(() => setKept({ photos: [], asOf: null }));
  return [kept, forget];
}

async function readKept(): Promise<Kept> {
  const vault = await Vault.open();
  try {
    const photos = (await vault.all()).map((photo) => ({
      ...photo,
      src: URL.createObjectURL(photo.picture),
    }));
    return { photos, asOf: await vault.asOf() };
  } finally {
    vault.close();
  }
}

function Head({ asOf, onRetry }: { asOf: number | null; onRetry: () => void }) {
  const { words, language, format } = useWords();
  const { lead, troubles, trying } = keptWords[language];
  useRetries(true, onRetry);
  useArrival(`${words.errors.unreachableTitle} · ${words.app.name}`, 'kept');
  const { connection } = navigator as { connection?: { type?: string } };
  const [wrong, advice] = troubles[
    troubleOf({ online: navigator.onLine, network: connection?.type, host: location.hostname })
  ] as [string, string[]];
  const now = Date.now();
  const when = asOf !== null && startOfDay(asOf) === startOfDay(now) ? format.time : format.moment;
  return (
    <>
      <header class="screen-head">
        <div>
          <h1 tabIndex={-1}>{words.errors.unreachableTitle}</h1>
          {asOf !== null && <p>{lead(when(asOf))}</p>}
        </div>
      </header>
      <section class="card kept-trouble">
        <div class="card-body">
          <p>{wrong}</p>
          <ul class="kept-advice">
            {advice.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
          <button type="button" class="button wide" onClick={onRetry}>
            {words.app.tryAgain}
          </button>
          <p class="soft small">{trying}</p>
        </div>
      </section>
    </>
  );
}

interface DayProps {
  day: number;
  photos: Shown[];
  onOpen: (id: number) => void;
}

function KeptDay({ day, photos, onOpen }: DayProps) {
  const { words, language, format } = useWords();
  return (
    <section class="day" aria-labelledby={`kept-${day}`}>
      <div class="day-head">
        <h2 id={`kept-${day}`}>{format.day(day, Date.now())}</h2>
        <span class="soft small">{words.today.photos(photos.length)}</span>
      </div>
      <ul class="kept-tiles">
        {photos.map((photo) => {
          const time = format.time(photo.takenAt);
          const alt = words.photo.alt(whoWord(photo, photo.names, words), time, photo.camera);
          return (
            <li key={photo.id}>
              <button
                type="button"
                aria-label={keptWords[language].open(alt)}
                onClick={() => onOpen(photo.id)}
              >
                <img src={photo.src} alt="" loading="lazy" decoding="async" />
                <span class="numbers">{time}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The photos large, to be swept through; a dialog, so that the way back is the escape key, too. */
function Large({ photos, first, onClose }: { photos: Shown[]; first: number; onClose: () => void }) {
  const { words, language, format } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector(`[data-photo="${first}"]`)?.scrollIntoView();
  }, [first]);
  return (
    <dialog ref={dialog} class="kept-large" aria-label={words.titles.gallery} onClose={onClose}>
      <button
        type="button"
        class="round-button kept-close"
        aria-label={keptWords[language].close}
        onClick={() => dialog.current?.close()}
      >
        <Icon name="back" />
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys as well */}
      <div class="kept-row" tabIndex={0}>
        {photos.map((photo) => (
          <figure key={photo.id} data-photo={photo.id}>
            <img
              src={photo.src}
              alt={words.photo.alt(
                whoWord(photo, photo.names, words),
                format.moment(photo.takenAt),
                photo.camera,
              )}
              loading="lazy"
              decoding="async"
            />
            <figcaption>
              <span>{sayWho(photo, photo.names, words)}</span>
              <span class="soft small">
                {format.moment(photo.takenAt)} · {photo.camera}
              </span>
            </figcaption>
          </figure>
        ))}
      </div>
    </dialog>
  );
}

function Foot({ onForget }: { onForget: () => void }) {
  const { language } = useWords();
  const words: KeptWords = keptWords[language];
  return (
    <footer class="kept-foot">
      <p class="soft small">{words.note}</p>
      <ConfirmButton
        label={words.remove}
        ask={words.removeAsk}
        hint={words.removeHint}
        busy={false}
        onSure={onForget}
      />
    </footer>
  );
}

/** Photos, newest first, by the day on which they were taken. */
function byDay(photos: Shown[]): [number, Shown[]][] {
  const days = new Map<number, Shown[]>();
  for (const photo of photos) {
    const day = startOfDay(photo.takenAt);
    days.set(day, [...(days.get(day) ?? []), photo]);
  }
  return [...days];
}
