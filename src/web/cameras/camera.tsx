import { useEffect } from 'preact/hooks';
import type { Camera as CameraShape } from '../api/calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import { session } from '../api/session.js';
import { BackButton } from '../components/back-button.js';
import { refreshCameras, useCameras } from '../components/camera-names.js';
import { Empty } from '../components/empty.js';
import { useIsGuest } from '../components/guest.js';
import { ScreenWait } from '../components/screen-wait.js';
import { goBack, goInstead, useArrival } from '../core/navigate.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';
import { CameraAddress } from './camera-address.js';
import { CameraCare } from './camera-care.js';
import { CameraFacts } from './camera-facts.js';
import { CameraMount } from './camera-mount.js';
import { CameraPauseGroup } from './camera-pause-group.js';
import { CameraSettingsForm } from './camera-settings-form.js';
import { CaptureButton } from './capture-button.js';
import { KnownPlaces } from './known-places.js';
import { LatestPhoto } from './latest-photo.js';
import { LiveView } from './live/live-view.js';
import { OfflineAdvice } from './offline-advice.js';
import { Presence } from './presence.js';
import { CameraTimetable } from './schedule/camera-timetable.js';
import { StreamSettingsForm } from './stream-settings-form.js';

/** Signal and counts are no events of their own: the page asks when it opens, and when a photo has come. */
function useFreshFacts(): void {
  useEffect(() => {
    const read = () => void refreshCameras().catch(() => undefined);
    read();
    return onPhotoNews((news) => news.kind === 'put' && news.fresh && read());
  }, []);
}

/** One camera: what it sees, how it is, what it shall do. */
export function Camera({ id }: { id: string }) {
  const { words } = useWords();
  const { list } = useCameras();
  useFreshFacts();
  const camera = list?.find((candidate) => candidate.id === id);
  useArrival(`${camera?.name ?? words.titles.cameras} · ${words.app.name}`, `camera ${camera ? id : ''}`);
  if (list === null) return <ScreenWait title={words.titles.cameras} />;
  if (!camera) {
    return (
      <>
        <h1 class="hidden" tabIndex={-1}>
          {words.titles.cameras}
        </h1>
        <Empty icon="camera" title={words.camera.goneTitle} text={words.camera.gone}>
          <button type="button" class="button" onClick={() => goInstead({ name: 'cameras' })}>
            {words.camera.toCameras}
          </button>
        </Empty>
      </>
    );
  }
  return <CameraPage camera={camera} />;
}

function CameraPage({ camera }: { camera: CameraShape }) {
  const who = useSignal(session);
  const guest = useIsGuest();
  const owner = who.state === 'in' && who.user.role === 'owner';
  return (
    <div class="screen camera-page">
      <header class="camera-head">
        <BackButton onBack={() => goBack({ name: 'cameras' })} />
        <h1 tabIndex={-1}>{camera.name}</h1>
        <Presence camera={camera} />
      </header>
      <section class="card camera-live">
        <LiveView camera={camera}>
          <LatestPhoto camera={camera.id} eager />
        </LiveView>
        {(!guest || !camera.online) && (
          <div class="card-body">
            <OfflineAdvice camera={camera} />
            {!guest && <CaptureButton camera={camera} />}
          </div>
        )}
      </section>
      {!guest && <Care camera={camera} owner={owner} />}
    </div>
  );
}

/** How a camera is, and what is set: for the people of the home. */
function Care({ camera, owner }: { camera: CameraShape; owner: boolean }) {
  return (
    <>
      <CameraPauseGroup camera={camera} />
      <CameraFacts camera={camera} />
      {camera.state && (
        <CameraSettingsForm key={camera.id} camera={camera} settings={camera.state.settings} owner={owner} />
      )}
      {camera.stream && (
        <StreamSettingsForm key={camera.id} camera={camera} stream={camera.stream} owner={owner} />
      )}
      <CameraTimetable camera={camera.id} owner={owner} />
      <KnownPlaces camera={camera.id} />
      {owner && camera.stream && <CameraAddress key={camera.id} camera={camera.id} />}
      {owner && <CameraMount camera={camera} />}
      {owner && <CameraCare camera={camera} />}
    </>
  );
}
