import { useState } from 'preact/hooks';
import { type Highlight, makeHighlight } from '../api/calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Icon } from '../components/icon.js';
import { showToast } from '../components/notices.js';
import { Picture } from '../components/picture.js';
import { wantsStillness } from '../core/motion.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { canShareVariant, fileNameOf, shareHighlight, type Variant } from './share.js';

/** The best of one day or week: a film that can be stopped to see its collage, and what one wants to show around. */
export function HighlightCard({ highlight, first }: { highlight: Highlight; first: boolean }) {
  const { words } = useWords();
  const when = useWhen(highlight);
  const [playing, setPlaying] = useState(first && !wantsStillness());
  const variant = playing ? 'animation' : 'collage';
  const id = `highlight-${highlight.id}`;
  const alt = playing ? words.highlights.film(when) : words.highlights.collage(when);
  return (
    <article class="card highlight" aria-labelledby={id}>
      {highlight.state === 'done' ? (
        <div class="highlight-view">
          <Picture
            key={variant}
            src={highlight.images[variant]}
            alt={alt}
            eager={first}
            className={variant}
          />
          <button type="button" class="live-switch" onClick={() => setPlaying(!playing)}>
            <Icon name={playing ? 'pause' : 'play'} />
            {playing ? words.highlights.pause : words.highlights.play}
          </button>
        </div>
      ) : (
        <Unmade highlight={highlight} />
      )}
      <div class="card-body">
        <div class="highlight-title">
          <h2 id={id}>{when}</h2>
          <span class="tag">{highlight.kind === 'day' ? words.highlights.day : words.highlights.week}</span>
        </div>
        <p class="soft small">{words.highlights.moments(highlight.photos.length)}</p>
        {highlight.state === 'done' && (
          <div class="highlight-actions">
            <Take highlight={highlight} variant="animation" />
            <Take highlight={highlight} variant="collage" />
            <a class="button quiet" href={formatRoute({ name: 'films', photos: highlight.photos })}>
              <Icon name="play" />
              {words.highlights.video}
            </a>
          </div>
        )}
      </div>
    </article>
  );
}

/** `Today`, `Sunday, November 22`, or the days of a week: those of the hub's local time, wherever the phone is. */
function useWhen({ kind, day }: Highlight): string {
  const { format } = useWords();
  const first = new Date(`${day}T12:00`);
  if (kind === 'day') return format.day(first.getTime(), Date.now());
  const last = new Date(first);
  last.setDate(last.getDate() + 6);
  return format.days(first.getTime(), last.getTime());
}

function Unmade({ highlight }: { highlight: Highlight }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const again = () => void run(async () => void (await makeHighlight(highlight.kind, highlight.day)));
  return (
    <div class="highlight-unmade" role="status">
      {highlight.state === 'pending' ? (
        <>
          <span class="spinner" />
          {words.highlights.making}
        </>
      ) : (
        <>
          <p>{fault === null ? words.highlights.failed : sayFault(fault, words)}</p>
          <button type="button" class="button quiet" aria-disabled={busy} onClick={again}>
            {words.highlights.again}
          </button>
        </>
      )}
    </div>
  );
}

/** Shares where the phone can, and saves where it cannot. */
function Take({ highlight, variant }: { highlight: Highlight; variant: Variant }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const film = variant === 'animation';
  const give = () =>
    void run(async () => {
      const outcome = await shareHighlight(highlight, variant);
      if (outcome === 'tap-again') showToast({ text: words.photo.shareReady });
    });
  if (canShareVariant(variant) && fault === null) {
    return (
      <button type="button" class="button quiet" aria-disabled={busy} onClick={give}>
        <Icon name="share" />
        {film ? words.highlights.shareFilm : words.highlights.shareCollage}
      </button>
    );
  }
  return (
    <a class="button quiet" href={highlight.images[variant] ?? ''} download={fileNameOf(highlight, variant)}>
      <Icon name="download" />
      {film ? words.highlights.saveFilm : words.highlights.saveCollage}
    </a>
  );
}
