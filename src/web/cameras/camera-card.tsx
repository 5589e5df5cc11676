import type { ComponentChildren } from 'preact';
import type { Camera } from '../api/types.js';
import { EndPause, PauseWord } from '../components/camera-pause.js';
import { useIsGuest } from '../components/guest.js';
import { WifiStrength } from '../components/wifi-strength.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { CameraUpdate } from './camera-update.js';
import { CaptureButton } from './capture-button.js';
import { LatestPhoto } from './latest-photo.js';
import { OfflineAdvice } from './offline-advice.js';
import { Presence } from './presence.js';

/** One camera: what it sees or saw last, how it is, and the button that makes it look now; `children` lie over its picture. */
export function CameraCard({ camera, children }: { camera: Camera; children: ComponentChildren }) {
  const { words } = useWords();
  const guest = useIsGuest();
  const filter = { camera: camera.id };
  const id = `camera-${camera.id}`;
  return (
    <article class="card" aria-labelledby={id}>
      <div class="camera-picture">
        <LatestPhoto camera={camera.id} link={!children} />
        {children}
      </div>
      <div class="card-body">
        <div class="camera-name">
          <h2 id={id}>{camera.name}</h2>
          <Presence camera={camera} />
        </div>
        {camera.pause && (
          <>
            <p class="soft">
              <PauseWord pause={camera.pause} />
            </p>
            <EndPause camera={camera} />
          </>
        )}
        <OfflineAdvice camera={camera} />
        {!guest && <CaptureButton camera={camera} />}
        <Facts camera={camera} />
        <CameraUpdate camera={camera} />
        <div class="card-links">
          <a class="button quiet" href={formatRoute({ name: 'gallery', filter })}>
            {words.cameras.seeAll}
          </a>
          <a class="button quiet" href={formatRoute({ name: 'camera', id: camera.id })}>
            {words.cameras.details}
          </a>
        </div>
      </div>
    </article>
  );
}

/** The two things one looks for; the rest is on the page of the camera. */
function Facts({ camera }: { camera: Camera }) {
  const { words, format } = useWords();
  const { state } = camera;
  return (
    <dl class="rows">
      {state && camera.online && (
        <div>
          <dt>{words.cameras.signal}</dt>
          <dd>
            <WifiStrength rssi={state.rssi} />
          </dd>
        </div>
      )}
      <div>
        <dt>{words.cameras.photos}</dt>
        <dd class="numbers">{format.number(camera.photos)}</dd>
      </div>
    </dl>
  );
}
