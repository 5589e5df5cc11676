import { useEffect } from 'preact/hooks';
import { followHub, isConnected } from './api/live.js';
import { onPhotoNews, startPhotoNews } from './api/photo-news.js';
import { Unreachable } from './api/problem.js';
import { findSession, session } from './api/session.js';
import { Cameras } from './cameras/cameras.js';
import { cameras } from './components/camera-names.js';
import { FaultScreen } from './components/fault.js';
import { Fetched } from './components/fetched.js';
import { useIsGuest } from './components/guest.js';
import { forgetHousehold } from './components/household.js';
import { Nav } from './components/nav.js';
import { Notices } from './components/notices.js';
import { hubAddress } from './core/base.js';
import { keptFor } from './core/kept-choice.js';
import { route } from './core/navigate.js';
import type { Route } from './core/route.js';
import { useSignal } from './core/signal.js';
import { Gallery } from './gallery/gallery.js';
import { followNewsInGallery, forgetGallery } from './gallery/gallery-model.js';
import { useWords } from './i18n/language.js';
import { Photo } from './photo/photo.js';
import { Join, Setup, SignIn } from './sign-in/sign-in.js';
import { followNews, forgetFeed } from './today/feed.js';
import { MomentPage } from './today/moment-page.js';
import { Today } from './today/today.js';

/** Whole app; the session decides which screen can be seen at all. */
export function App() {
  const now = useSignal(session);
  const current = useSignal(route);
  if (current.name === 'shared') return <ByLink token={current.token} />;
  switch (now.state) {
    case 'starting':
      return <Starting />;
    case 'unreachable':
      return <Away />;
    case 'new':
      return <Setup code={current.name === 'setup' ? current.code : ''} />;
    case 'out':
      if (current.name === 'join') return <Join code={current.code} />;
      return current.name === 'move' ? <Moving code={current.code} /> : <SignIn />;
    default:
      return <SignedIn current={current} />;
  }
}

/** Photos of a link, for whoever has it: who is signed in, if anybody, does not matter. */
function ByLink({ token }: { token: string }) {
  const { words } = useWords();
  return (
    <main>
      <Fetched key={token} load={sharedScreen} title={words.app.name} props={{ token }} />
    </main>
  );
}

function Starting() {
  const { words } = useWords();
  return (
    <main class="starting" aria-busy="true">
      <img src={hubAddress('/icon.svg')} alt={words.app.name} width={72} height={72} />
    </main>
  );
}

/** The app of somebody who is signed in. */
function SignedIn({ current }: { current: Route }) {
  const { words } = useWords();
  const heard = useSignal(isConnected);
  useEffect(() => {
    const stop = new AbortController();
    void followHub(stop.signal);
    const ends = [startPhotoNews(), onPhotoNews(followNews), onPhotoNews(followNewsInGallery)];
    return () => {
      stop.abort();
      for (const end of ends) end();
      forgetFeed();
      forgetGallery();
      forgetHousehold();
    };
  }, []);
  // Before everything else and whatever the screen: a notice that is held stays, and is one step back from the heading.
  return (
    <>
      <Notices />
      {current.name === 'photo' ? (
        <Photo id={current.id} filter={current.filter} />
      ) : current.name === 'frame' ? (
        <Fetched load={frameScreen} title={words.gallery.frame} props={{}} />
      ) : (
        <Main current={current} heard={heard} />
      )}
    </>
  );
}

/** Every screen but the photo: below the word that the hub is away, above the five tabs. */
function Main({ current, heard }: { current: Route; heard: boolean }) {
  const { words } = useWords();
  return (
    <div class="shell">
      <button type="button" class="skip button" onClick={() => document.getElementById('main')?.focus()}>
        {words.app.skip}
      </button>
      <div role="status">{!heard && <div class="banner">{words.app.lost}</div>}</div>
      <main id="main" tabIndex={-1}>
        <Screen current={current} />
      </main>
      <Nav current={current.name} />
    </div>
  );
}

/** The hub cannot be reached: the photos that are kept on this phone, or the way to try again. */
function Away() {
  const { words } = useWords();
  const onRetry = () => void findSession();
  return keptFor() === null ? (
    <main class="screen">
      <FaultScreen thrown={new Unreachable('/me')} onRetry={onRetry} />
    </main>
  ) : (
    <main>
      <Fetched load={keptScreen} title={words.errors.unreachableTitle} props={{ onRetry }} />
    </main>
  );
}

/** A phone that comes from another address of the hub. */
function Moving({ code }: { code: string }) {
  const { words } = useWords();
  return (
    <main>
      <Fetched load={arrivalScreen} title={words.titles.signIn} props={{ code }} />
    </main>
  );
}

/** Screens that a guest does not have. */
const forTheHome: ReadonlySet<Route['name']> = new Set<Route['name']>([
  'bin',
  'highlights',
  'activity',
  'films',
  'share',
  'pairing',
  'flash',
]);

const arrivalScreen = async () => (await import('./sign-in/arrival.js')).Arrival;
const keptScreen = async () => (await import('./kept/kept-screen.js')).KeptPhotos;

// Screens that somebody may not open for days are fetched when they are.
const cameraScreen = async () => (await import('./cameras/camera.js')).Camera;
const binScreen = async () => (await import('./bin/bin.js')).Bin;
const highlightsScreen = async () => (await import('./highlights/highlights.js')).Highlights;
const settingsScreen = async () => (await import('./settings/settings.js')).Settings;
const shareScreen = async () => (await import('./sharing/share.js')).Share;
const filmsScreen = async () => (await import('./films/films.js')).Films;
const activityScreen = async () => (await import('./activity/activity.js')).Activity;
const frameScreen = async () => (await import('./frame/frame.js')).Frame;
const sharedScreen = async () => (await import('./sharing/shared-photos.js')).Shared;
const pairingScreen = async () => (await import('./pairing/pairing.js')).Pairing;
const flashScreen = async () => (await import('./flash/flash.js')).Flash;

function Screen({ current }: { current: Route }) {
  const { words } = useWords();
  const known = useSignal(cameras);
  const guest = useIsGuest();
  if (guest && forTheHome.has(current.name)) return <Today />;
  switch (current.name) {
    case 'gallery':
      return <Gallery filter={current.filter} />;
    case 'bin':
      return <Fetched load={binScreen} title={words.titles.bin} props={{}} />;
    case 'moment':
      return <MomentPage key={current.id} id={current.id} />;
    case 'highlights':
      return <Fetched load={highlightsScreen} title={words.titles.highlights} props={{}} />;
    case 'cameras':
      return <Cameras />;
    case 'camera':
      return (
        <Fetched
          key={current.id}
          load={cameraScreen}
          title={known?.find(({ id }) => id === current.id)?.name ?? words.titles.cameras}
          props={{ id: current.id }}
        />
      );
    case 'pairing':
      return (
        <Fetched
          key={current.camera}
          load={pairingScreen}
          title={words.cameras.add}
          props={{ camera: current.camera, found: current.found }}
        />
      );
    case 'activity':
      return <Fetched load={activityScreen} title={words.highlights.activity} props={{}} />;
    case 'films':
      return <Fetched load={filmsScreen} title={words.photo.video} props={{ photos: current.photos }} />;
    case 'share':
      return <Fetched load={shareScreen} title={words.photo.link} props={{ photos: current.photos }} />;
    case 'flash':
      return <Fetched load={flashScreen} title={words.cameras.add} props={{}} />;
    case 'settings':
      return <Fetched load={settingsScreen} title={words.titles.settings} props={{}} />;
    default:
      return <Today />;
  }
}
