import type { Camera } from '../api/types.js';
import { EndPause, PauseWord } from '../components/camera-pause.js';

/** Cameras that take no photos because somebody has paused them, each with the button that ends that. */
export function PausedCameras({ cameras }: { cameras: readonly Camera[] }) {
  return cameras.map((camera) => (
    <section key={camera.id} class="card paused-camera" aria-label={camera.name}>
      <div class="card-body">
        <p>
          <strong>{camera.name}</strong>
          <span class="soft">{camera.pause && <PauseWord pause={camera.pause} />}</span>
        </p>
        <EndPause camera={camera} />
      </div>
    </section>
  ));
}
