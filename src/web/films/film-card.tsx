import type { Film } from '../api/film-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Icon } from '../components/icon.js';
import { showToast } from '../components/notices.js';
import { shareFiles } from '../components/share-file.js';
import { hubAddress } from '../core/base.js';
import { filmWords } from '../i18n/films.js';
import { useWords } from '../i18n/language.js';

/** One video: how far it is, or itself, to be shared, saved or removed. */
export function FilmCard(props: { film: Film; busy: boolean; onRemove: () => void }) {
  const { language, format } = useWords();
  const films = filmWords[language];
  const { film } = props;
  const name = films.of(format.moment(film.createdAt), film.photos, format.number(film.photos));
  const id = `film-${film.id}`;
  return (
    <article class="card video" aria-labelledby={id}>
      {film.file !== null && <Player file={film.file} mime={film.mime} shape={film.shape} name={name} />}
      <div class="card-body">
        <h2 id={id} class="small">
          {name}
        </h2>
        {film.state === 'pending' && <Progress done={film.done} />}
        {film.state === 'failed' && <p role="status">{films.failed}</p>}
        {film.file !== null && film.mime !== null && (
          <>
            {film.mime === 'image/webp' && <p class="soft small">{films.webp}</p>}
            <Take film={film} file={film.file} mime={film.mime} />
          </>
        )}
        <button
          type="button"
          class="text-button"
          aria-label={films.removeNamed(name)}
          aria-disabled={props.busy}
          onClick={props.onRemove}
        >
          {films.remove}
        </button>
      </div>
    </article>
  );
}

/** The person starts it: nothing moves, and nothing is fetched, before. */
function Player(props: { file: string; mime: Film['mime']; shape: Film['shape']; name: string }) {
  const src = hubAddress(props.file);
  const shape = props.shape === '1:1' ? 'square' : 'upright';
  if (props.mime === 'image/webp') return <img class={`video-view ${shape}`} src={src} alt={props.name} />;
  return (
    // biome-ignore lint/a11y/useMediaCaption: it has no sound.
    <video
      class={`video-view ${shape}`}
      src={src}
      aria-label={props.name}
      controls
      playsInline
      preload="metadata"
    />
  );
}

function Progress({ done }: { done: number }) {
  const { language, format } = useWords();
  const films = filmWords[language];
  const text = done === 0 ? films.waiting : films.making(format.percent(done));
  return (
    <>
      <p role="status">{text}</p>
      <progress class="way" aria-label={text} max={1} value={done} />
      <p class="soft small">{films.leave}</p>
    </>
  );
}

/** Shares where the phone can, and saves where it cannot. */
function Take({ film, file, mime }: { film: Film; file: string; mime: NonNullable<Film['mime']> }) {
  const { words, language } = useWords();
  const films = filmWords[language];
  const { busy, fault, run } = useBusy();
  const name = `petcam-${film.id}.${mime === 'video/mp4' ? 'mp4' : 'webp'}`;
  const give = () =>
    void run(async () => {
      const outcome = await shareFiles([{ url: hubAddress(file), name }], mime);
      if (outcome === 'tap-again') showToast({ text: words.photo.shareReady });
    });
  return (
    <>
      <div class="highlight-actions">
        {canShareKind(name, mime) && (
          <button type="button" class="button" aria-disabled={busy} onClick={give}>
            <Icon name="share" />
            {films.share}
          </button>
        )}
        <a class="button quiet" href={hubAddress(file)} download={name}>
          <Icon name="download" />
          {films.save}
        </a>
      </div>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </>
  );
}

function canShareKind(name: string, type: string): boolean {
  const probe = new File([], name, { type });
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [probe] });
}
