import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import { listPhotos } from '../api/calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import type { Photo } from '../api/types.js';
import { Empty } from '../components/empty.js';
import { ScreenFault } from '../components/fault.js';
import { useHousehold } from '../components/household.js';
import { useKeys } from '../core/keys.js';
import { goBack, useArrival } from '../core/navigate.js';
import { frameWords } from '../i18n/frame.js';
import { useWords } from '../i18n/language.js';
import { sayWho, whoWord } from '../i18n/who.js';
import { Deck } from './deck.js';
import { FrameControls } from './frame-controls.js';
import { useAwake } from './use-awake.js';

const eachMs = 12_000;
const mostRecent = 30;
const mostFavourites = 60;
/** A photo that came while somebody was looking is said to be new for so long. */
const newMs = 10 * 60_000;

/** Photos over the whole window, one after the other: for a tablet or a television. A new photo is shown at once. */
export function Frame() {
  const { words, language } = useWords();
  const frame = frameWords[language];
  const { deck, turn, fault, read, isRead } = useDeck();
  const [paused, setPaused] = useState(false);
  useAwake();
  useArrival(`${frame.title} · ${words.app.name}`, 'frame');
  const { current } = deck;
  const leave = () => goBack({ name: 'gallery', filter: {} });
  useKeys({
    Escape: leave,
    ArrowLeft: () => turn(-1),
    ArrowRight: () => turn(1),
    ' ': () => setPaused(!paused),
  });
  useEffect(() => {
    if (paused || !current) return;
    const timer = setTimeout(() => turn(1), eachMs);
    return () => clearTimeout(timer);
  }, [paused, current]);
  return (
    <main class="frame" id="main">
      <h1 class="hidden" tabIndex={-1}>
        {frame.title}
      </h1>
      {current ? (
        <Shown photo={current} next={deck.next} />
      ) : fault !== null ? (
        <ScreenFault title={frame.title} thrown={fault} onRetry={read} />
      ) : (
        isRead && <Empty icon="paw" title={frame.emptyTitle} text={frame.empty} />
      )}
      <FrameControls paused={paused} onPause={() => setPaused(!paused)} onTurn={turn} onLeave={leave} />
    </main>
  );
}

/** The photos of the frame, kept as the hub says. */
function useDeck() {
  const deck = useRef(new Deck<Photo>()).current;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [fault, setFault] = useState<unknown>(null);
  const [isRead, setRead] = useState(false);
  const read = () =>
    void Promise.all([
      listPhotos({ limit: mostRecent }),
      listPhotos({ filter: { favourite: true }, limit: mostFavourites }),
    ]).then(([recent, favourites]) => {
      setFault(null);
      setRead(true);
      deck.fill(recent.photos, favourites.photos);
      redraw(undefined);
    }, setFault);
  useEffect(() => {
    read();
    return onPhotoNews((news) => {
      if (news.kind === 'reset') return read();
      if (news.kind === 'gone') deck.drop(news.id);
      else if (!news.photo.folded) deck.put(news.photo, news.fresh);
      redraw(undefined);
    });
  }, []);
  const turn = (by: number) => {
    deck.step(by);
    redraw(undefined);
  };
  return { deck, turn, fault, read, isRead };
}

/** The photo, before a soft picture of itself, and who is on it; the next one is fetched meanwhile. */
function Shown({ photo, next }: { photo: Photo; next: Photo | null }) {
  const { words, language, format } = useWords();
  const frame = frameWords[language];
  const { namesOn } = useHousehold();
  const names = namesOn(photo);
  const { takenAt, images } = photo;
  const isNew = Date.now() - takenAt < newMs;
  const when = isNew ? frame.justNow : `${format.day(takenAt, Date.now())}, ${format.time(takenAt)}`;
  const alt = words.photo.alt(whoWord(photo, names, words), when, '').replace(/, $/, '');
  useEffect(() => {
    if (next) new Image().src = bestOf(next);
  }, [next]);
  return (
    <figure class="frame-photo" key={photo.id}>
      <img class="frame-behind" src={images.thumb} alt="" />
      <img class="frame-front" src={bestOf(photo)} alt={alt} />
      <figcaption>
        <strong>{sayWho(photo, names, words)}</strong>
        <span>{when}</span>
      </figcaption>
    </figure>
  );
}

const bestOf = ({ images }: Photo): string => images.upscaled ?? images.original;
