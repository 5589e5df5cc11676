import { useEffect, useState } from 'preact/hooks';
import { onLive } from '../api/live.js';
import type { Photo } from '../api/types.js';
import { useWords } from '../i18n/language.js';

/** Says that the sharp picture is on its way, and how far, or that there will be none. */
export function UpscaleNote({ photo }: { photo: Photo }) {
  const { words, format } = useWords();
  const done = useProgress(photo.id);
  if (photo.upscale === 'done') return null;
  if (photo.upscale === 'failed') return <p class="photo-note">{words.photo.sharpeningFailed}</p>;
  return (
    <p class="photo-note">
      <span class="spinner" />
      <span class="numbers">
        {done === null ? words.photo.sharpening : words.photo.sharpeningDone(format.percent(done))}
      </span>
    </p>
  );
}

/** 0..1, null before the hub has begun. */
function useProgress(photoId: number): number | null {
  const [done, setDone] = useState<number | null>(null);
  useEffect(
    () =>
      onLive((event) => {
        if (event.type === 'upscale.progress' && event.photoId === photoId) setDone(event.done);
      }),
    [photoId],
  );
  return done;
}
