import { useEffect, useState } from 'preact/hooks';
import { retryBurst } from '../api/calls.js';
import { onLive } from '../api/live.js';
import type { Photo } from '../api/types.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { useIsGuest } from '../components/guest.js';
import { showToast } from '../components/notices.js';
import { useWords } from '../i18n/language.js';

/** Says that the sharp picture is on its way, and how far, or that there will be none. */
export function UpscaleNote({ photo }: { photo: Photo }) {
  const { words, format } = useWords();
  const done = useProgress(photo.id);
  if (photo.upscale === 'done' || photo.upscale === 'none') return null;
  if (photo.upscale === 'failed') return <Failed photo={photo} />;
  return (
    <p class="photo-note">
      <span class="spinner" />
      <span class="numbers">
        {done === null ? words.photo.sharpening : words.photo.sharpeningDone(format.percent(done))}
      </span>
    </p>
  );
}

function Failed({ photo }: { photo: Photo }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const guest = useIsGuest();
  useEffect(() => {
    if (fault !== null) showToast({ text: sayFault(fault, words) });
  }, [fault]);
  return (
    <p class="photo-note failed">
      {words.photo.sharpeningFailed}
      {!guest && (
        <button
          type="button"
          class="text-button"
          aria-disabled={busy}
          onClick={() => void run(async () => void (await retryBurst(photo.burstId)))}
        >
          {words.photo.retry}
        </button>
      )}
    </p>
  );
}

/** 0..1, null before the hub has begun. */
function useProgress(photoId: number): number | null {
  const [done, setDone] = useState<number | null>(null);
  useEffect(
    () =>
      onLive((event) => {
        if (event.type === 'upscale.progress' && event.data.photoId === photoId) setDone(event.data.done);
      }),
    [photoId],
  );
  return done;
}
