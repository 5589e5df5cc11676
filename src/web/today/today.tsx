import type { ComponentType } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isConnected } from '../api/live.js';
import type { MovementDay } from '../api/movement-calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import type { Camera } from '../api/types.js';
import { useCameras } from '../components/camera-names.js';
import { Empty } from '../components/empty.js';
import { FaultScreen } from '../components/fault.js';
import { useIsGuest } from '../components/guest.js';
import { useHousehold } from '../components/household.js';
import { useLate } from '../components/late.js';
import { announce } from '../components/notices.js';
import { ownScroll } from '../core/motion.js';
import { go, useArrival, useScrollMemory } from '../core/navigate.js';
import { formatRoute } from '../core/route.js';
import { useSignal } from '../core/signal.js';
import type { Words } from '../i18n/en.js';
import { startOfDay } from '../i18n/format.js';
import { useWords } from '../i18n/language.js';
import { extendFeed, feed, mostInFeed, refreshFeed } from './feed.js';
import { MomentEntry } from './moment-entry.js';
import { type Day, groupByDay } from './moments.js';
import { MovementFold } from './movement-fold.js';
import { PausedCameras } from './paused-cameras.js';
import { useMoments } from './use-moments.js';
import { useMovement } from './use-movement.js';

/** Cards of what is left to set up, which a complete home does not see. The page does without if they don't come. */
async function nextStepCards(): Promise<ComponentType<{ isBesidePhotos: boolean }>> {
  try {
    const { loadNextStepCards } = await import('./next-step-cards.js');
    return await loadNextStepCards();
  } catch {
    return () => null;
  }
}

const memoryOfToday = async () => (await import('./memory-of-today.js')).MemoryOfToday;
const nothing = async () => () => null;

/** The Today page: the day's best cuts, newest first. */
export function Today() {
  const { words, format } = useWords();
  const { photos, next, state, fault } = useSignal(feed);
  const movement = useMovement();
  const moments = useMoments(photos);
  const { list: pets } = useHousehold();
  const NextStepCards = useLate(nextStepCards);
  // All of it at once, so that nothing moves when the rest is known.
  const isRead = photos.length > 0 || state === 'ready' || state === 'failed';
  const isKnownNow =
    isRead && moments !== null && movement !== null && pets !== null && NextStepCards !== null;
  const wasKnown = useRef(false);
  wasKnown.current ||= isKnownNow;
  const isKnown = wasKnown.current;
  const days = useMemo(
    () => (isKnown ? withMovement(groupByDay(photos, moments ?? [], startOfDay), movement ?? [], next) : []),
    [photos, moments, movement, next, isKnown],
  );
  const arrivals = useArrivals(words);
  const guest = useIsGuest();
  const MemoryOfToday = useLate(guest ? nothing : memoryOfToday);
  const { list, nameOf } = useCameras();
  useArrival(`${words.titles.today} · ${words.app.name}`, 'today');
  useScrollMemory('today', photos.length > 0);
  useEffect(() => {
    if (feed.get().state === 'unread') void refreshFeed();
  }, []);
  const now = Date.now();
  return (
    <div class="screen">
      <header class="screen-head">
        <div>
          <h1 tabIndex={-1}>{greeting(new Date(now).getHours(), words)}</h1>
          <p>{summary(days[0], now, words)}</p>
        </div>
        {list && list.length > 0 && <Presence cameras={list} words={words} />}
      </header>
      {arrivals.count > 0 && (
        <button type="button" class="button new-pill" onClick={arrivals.show}>
          {words.today.showNew(arrivals.count)}
        </button>
      )}
      {list && <PausedCameras cameras={list.filter(({ pause }) => pause !== null)} />}
      {isKnown && NextStepCards && <NextStepCards isBesidePhotos={days.length > 0} />}
      {days.length === 0 && (
        <Nothing state={isKnown || state === 'failed' ? state : 'loading'} fault={fault} cameras={list} />
      )}
      {days.map((day) => (
        <section class="day" key={day.start} aria-labelledby={`day-${day.start}`}>
          <div class="day-head">
            <h2 id={`day-${day.start}`}>{format.day(day.start, now)}</h2>
            {day.photos > 0 && <span class="soft small">{words.today.photos(day.photos)}</span>}
          </div>
          <ul class="moments">
            {day.moments.map((moment, index) => (
              <MomentEntry
                key={moment.cover.id}
                moment={moment}
                best={moment === day.best}
                camera={nameOf(moment.cover.camera)}
                eager={day === days[0] && index === 0}
              />
            ))}
          </ul>
          {(movement ?? [])
            .filter(({ from }) => from === day.start)
            .map((folded) => (
              <MovementFold key={`${folded.from} ${folded.photos}`} day={folded} />
            ))}
          {day === days[0] && MemoryOfToday && <MemoryOfToday />}
        </section>
      ))}
      {days.length > 0 && next !== null && photos.length < mostInFeed && <More key={photos.length} />}
      {days.length > 0 && (next === null || photos.length >= mostInFeed) && (
        <p class="end">
          <a class="button quiet wide" href={formatRoute({ name: 'gallery', filter: {} })}>
            {words.today.earlier}
          </a>
        </p>
      )}
    </div>
  );
}

/** The days of the feed, and those on which there was only movement, as far back as the feed has been read. */
function withMovement(days: Day[], movement: MovementDay[], next: string | null): Day[] {
  const oldest = next === null ? 0 : (days.at(-1)?.start ?? 0);
  const missing = movement.filter(({ from }) => from >= oldest && days.every(({ start }) => start !== from));
  const empty = missing.map(({ from }) => ({ start: from, photos: 0, moments: [], best: null }));
  return [...days, ...empty].sort((a, b) => b.start - a.start);
}

function Presence({ cameras, words }: { cameras: Camera[]; words: Words }) {
  const heard = useSignal(isConnected);
  const awake = cameras.filter(({ pause }) => pause === null);
  const online = heard && awake.some((camera) => camera.online);
  const away = awake.length === 0 ? words.pause.paused : words.cameras.offline;
  return (
    <a class={`presence ${online ? 'online' : ''}`} href={formatRoute({ name: 'cameras' })}>
      {online ? words.cameras.online : heard ? away : words.app.hubAway}
    </a>
  );
}

function Nothing(props: {
  state: string;
  fault: unknown;
  cameras: Pick<Camera, 'online' | 'pause'>[] | null;
}) {
  const { words } = useWords();
  if (props.state === 'unread' || props.state === 'loading') return <Skeleton />;
  if (props.state === 'failed')
    return <FaultScreen thrown={props.fault} onRetry={() => void refreshFeed()} />;
  const { emptyNone, emptyOnline, emptyOffline, emptyPaused, emptyTitle } = words.today;
  const awake = props.cameras?.filter(({ pause }) => pause === null);
  const online = awake?.some((camera) => camera.online);
  const away = awake?.length === 0 ? emptyPaused : emptyOffline;
  const text = props.cameras?.length === 0 ? emptyNone : online ? emptyOnline : away;
  return <Empty icon="paw" title={emptyTitle} text={text} />;
}

function Skeleton() {
  return (
    <div class="day-skeleton" aria-busy="true">
      <span class="bone" />
      <span class="bone short" />
      <span class="bone" />
    </div>
  );
}

/** Reads on when it comes near the window. */
function More() {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && void extendFeed(), {
      rootMargin: '1200px',
    });
    if (end.current) watcher.observe(end.current);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={end}>
      <Skeleton />
    </div>
  );
}

/** Keeps the page true, says new photos aloud, and counts those that came in above what is being read. */
function useArrivals(words: Words) {
  const [count, setCount] = useState(0);
  const newest = useRef<number | null>(null);
  useEffect(() => {
    const atTop = () => window.scrollY < 200;
    const onScroll = () => atTop() && setCount(0);
    window.addEventListener('scroll', onScroll, { passive: true });
    const stop = onPhotoNews((news) => {
      if (news.kind !== 'put' || !news.fresh || news.photo.folded) return;
      announce(words.today.arrived(1));
      if (atTop()) return;
      newest.current = news.photo.id;
      setCount((before) => before + 1);
    });
    return () => {
      stop();
      window.removeEventListener('scroll', onScroll);
    };
  }, [words]);
  const show = () => {
    if (count === 1 && newest.current !== null) go({ name: 'photo', id: newest.current, filter: {} });
    else window.scrollTo({ top: 0, behavior: ownScroll() });
  };
  return { count, show };
}

function greeting(hour: number, words: Words): string {
  if (hour < 5) return words.today.night;
  if (hour < 12) return words.today.morning;
  return hour < 18 ? words.today.afternoon : words.today.evening;
}

function summary(day: Day | undefined, now: number, words: Words): string {
  if (!day || day.start !== startOfDay(now)) return words.today.quiet;
  return words.today.soFar(day.moments.length);
}
