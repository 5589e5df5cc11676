import { useEffect, useRef, useState } from 'preact/hooks';
import { capture, getBurst } from '../api/calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import type { Camera, Photo } from '../api/types.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Icon } from '../components/icon.js';
import { Picture } from '../components/picture.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';

/** Asks the camera for a burst, and shows the photo that comes of it. */
export function CaptureButton({ camera }: { camera: Camera }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [burst, setBurst] = useState<string | null>(null);
  const photo = usePhotoOf(camera.id, burst);
  const take = () =>
    void run(async () => {
      setBurst(null);
      setBurst((await capture(camera.id)).burst);
    });
  const waiting = busy || (burst !== null && photo === null);
  // A camera by address is not read while it is paused, but for a burst that somebody wants.
  const reachable = camera.online || (camera.pause !== null && camera.stream !== null);
  const idle = !reachable || waiting;
  return (
    <>
      <button type="button" class="button wide" aria-disabled={idle} onClick={() => !idle && take()}>
        {waiting ? <span class="spinner" /> : <Icon name="camera" />}
        {busy ? words.cameras.capturing : words.cameras.capture}
      </button>
      <div class="capture-result" role="status">
        {fault !== null && <span class="fault">{sayFault(fault, words)}</span>}
        {burst !== null && photo === null && <span class="soft">{words.cameras.captured}</span>}
        {photo && (
          <a href={formatRoute({ name: 'photo', id: photo.id, filter: {} })}>
            <Picture src={photo.images.thumb} alt="" />
            {words.cameras.here}
          </a>
        )}
      </div>
    </>
  );
}

/** The photo that a burst becomes; the photo may be there before the camera's answer is. */
export function usePhotoOf(camera: string, burst: string | null): Photo | null {
  const [photo, setPhoto] = useState<Photo | null>(null);
  const arrived = useRef<Photo[]>([]);
  const wanted = useRef(burst);
  wanted.current = burst;
  async function match(candidate: Photo): Promise<void> {
    const found = await getBurst(candidate.burstId).catch(() => null);
    if (found && found.burst === wanted.current) setPhoto(candidate);
  }
  useEffect(
    () =>
      onPhotoNews((news) => {
        if (news.kind !== 'put' || !news.fresh || news.photo.camera !== camera) return;
        arrived.current = [news.photo, ...arrived.current].slice(0, 3);
        if (wanted.current !== null) void match(news.photo);
      }),
    [camera],
  );
  useEffect(() => {
    setPhoto(null);
    if (burst !== null) for (const candidate of arrived.current) void match(candidate);
  }, [burst]);
  return photo;
}
