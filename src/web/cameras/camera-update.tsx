import { useEffect, useState } from 'preact/hooks';
import { installFirmware, stopFirmware } from '../api/camera-calls.js';
import { onLive } from '../api/live.js';
import { session } from '../api/session.js';
import type { Camera, CameraUpdate as Update } from '../api/types.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras } from '../components/camera-names.js';
import { sayFault } from '../components/fault.js';
import { useSignal } from '../core/signal.js';
import { byCode } from '../i18n/by-code.js';
import { useWords } from '../i18n/language.js';

/** Firmware that the hub has for a camera: offered to an owner, followed by everybody. Nothing when there is none. */
export function CameraUpdate({ camera }: { camera: Camera }) {
  const { words } = useWords();
  const who = useSignal(session);
  const { busy, fault, run } = useBusy();
  const { update } = camera;
  const owner = who.state === 'in' && who.user.role === 'owner';
  if (!update || (update.state === null && !owner)) return null;
  const act = (work: () => Promise<unknown>) =>
    void run(async () => {
      await work();
      await refreshCameras();
    });
  return (
    <fieldset class="update" aria-label={words.update.title}>
      <Standing update={update} camera={camera.id} />
      {owner && <UpdateRequest camera={camera.id} update={update} busy={busy} act={act} />}
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </fieldset>
  );
}

/** Newer firmware that there is, or the state of its rollout. */
function Standing({ update, camera }: { update: Update; camera: string }) {
  const { words, format } = useWords();
  const percent = usePercent(camera, update);
  const { state, available, reason } = update;
  if (state === 'offered' || state === 'receiving') {
    return (
      <>
        <p class="numbers" aria-hidden="true">
          {words.update.receiving(available)}
          {percent === null ? '' : ` · ${format.percent(percent / 100)}`}
        </p>
        <progress class="way" aria-label={words.update.receiving(available)} max={100} value={percent ?? 0} />
      </>
    );
  }
  if (state === 'failed' || state === 'rolled-back') {
    return (
      <p class="advice">
        {state === 'failed' ? words.update.failed(available) : words.update.rolledBack(available)}{' '}
        {byCode(words.update.reasons, reason ?? '')}
      </p>
    );
  }
  return (
    <p class="soft" role="status">
      {byCode(words.update.states, reason ?? state ?? 'ready')?.(available)}
    </p>
  );
}

/** Button for what an owner can do about the update now. */
function UpdateRequest({
  camera,
  update,
  busy,
  act,
}: {
  camera: string;
  update: Update;
  busy: boolean;
  act: (work: () => Promise<unknown>) => void;
}) {
  const { words } = useWords();
  const { image, state, available, reason } = update;
  if (state === 'restarting' || state === 'trial') return null;
  const stops = state === 'waiting' || state === 'offered' || state === 'receiving';
  const again = state === 'failed' || state === 'rolled-back';
  const label = stops ? words.update.stop : again ? words.update.again : words.update.install(available);
  const work = () => (stops ? stopFirmware(image) : installFirmware(image, [camera]));
  const goOn = () => installFirmware(image, [camera]);
  return (
    <>
      {reason === 'halted' && (
        <button type="button" class="button quiet" aria-disabled={busy} onClick={() => !busy && act(goOn)}>
          {words.update.goOn}
        </button>
      )}
      <button type="button" class="button quiet" aria-disabled={busy} onClick={() => !busy && act(work)}>
        {label}
      </button>
    </>
  );
}

/** 0 to 100 as the hub tells it while the bytes go; null before. */
function usePercent(camera: string, { percent, available }: Update): number | null {
  const [told, setTold] = useState<number | null>(null);
  useEffect(() => {
    setTold(null);
    return onLive((event) => {
      if (event.type === 'firmware.progress' && event.data.camera === camera) setTold(event.data.percent);
    });
  }, [camera, available]);
  return told ?? percent;
}
