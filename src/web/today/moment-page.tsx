import { useEffect, useState } from 'preact/hooks';
import { getMoment } from '../api/moment-calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import { BackButton } from '../components/back-button.js';
import { useCameras } from '../components/camera-names.js';
import { ScreenFault } from '../components/fault.js';
import { useHousehold } from '../components/household.js';
import { Picture } from '../components/picture.js';
import { goBack, useArrival } from '../core/navigate.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { whoWord } from '../i18n/who.js';

/** Screen of one moment: all of its photos, newest first. `id` is that of any of them. */
export function MomentPage({ id }: { id: number }) {
  const { words, format } = useWords();
  const { nameOf } = useCameras();
  const { namesOn } = useHousehold();
  const { found, fault, retry } = useMoment(id);
  useArrival(`${words.today.momentTitle} · ${words.app.name}`, `moment ${id}`);
  if (fault !== null && !found)
    return <ScreenFault title={words.today.momentTitle} thrown={fault} onRetry={retry} />;
  return (
    <div class="screen wide">
      <header class="screen-head">
        <BackButton onBack={() => goBack({ name: 'today' })} />
        <div class="moment-title">
          <h1 tabIndex={-1}>{words.today.momentTitle}</h1>
          <p>
            {found &&
              [
                format.moment(found.moment.from),
                nameOf(found.moment.camera),
                words.today.photos(found.photos.length),
              ].join(' · ')}
          </p>
        </div>
      </header>
      <ul class="moment-photos">
        {found?.photos.map((photo) => (
          <li key={photo.id}>
            <a href={formatRoute({ name: 'photo', id: photo.id, filter: {} })}>
              <Picture
                src={photo.images.thumb}
                alt={words.photo.alt(
                  whoWord(photo, namesOn(photo), words),
                  format.time(photo.takenAt),
                  nameOf(photo.camera),
                )}
              />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useMoment(id: number) {
  const [found, setFound] = useState<Awaited<ReturnType<typeof getMoment>> | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let current = true;
    setFault(null);
    getMoment(id).then(
      (answer) => current && setFound(answer),
      (thrown: unknown) => current && setFault(thrown),
    );
    const stop = onPhotoNews(() => setAsked((before) => before + 1));
    return () => {
      current = false;
      stop();
    };
  }, [id, asked]);
  return { found, fault, retry: () => setAsked((before) => before + 1) };
}
