import type { Photo } from '../api/types.js';
import { toggleFavourite } from '../components/favourite.js';
import { useIsGuest } from '../components/guest.js';
import { useHousehold } from '../components/household.js';
import { Icon } from '../components/icon.js';
import { Picture } from '../components/picture.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { sayAsleep, sayWho, whoWord } from '../i18n/who.js';
import type { Moment } from './moments.js';

const mostInStrip = 5;

/** One entry of the Today page: its best photo, when and where, why it was chosen, and what else was taken. */
export function MomentEntry(props: { moment: Moment; best: boolean; camera: string; eager: boolean }) {
  const { words, format } = useWords();
  const guest = useIsGuest();
  const { namesOn, maybeOn } = useHousehold();
  const { cover, others, from, until, stillMs } = props.moment;
  const who = sayWho(cover, namesOn(cover), words, maybeOn(cover));
  const when = format.time(cover.takenAt);
  const span = until - from < 60_000 ? when : format.timeRange(from, until);
  return (
    <li class={`moment ${props.best ? 'best' : ''}`}>
      <div class="moment-cover">
        <a href={photoLink(cover)}>
          <Picture
            src={cover.images.preview}
            alt={words.photo.alt(whoWord(cover, namesOn(cover), words), when, props.camera)}
            eager={props.eager}
          />
        </a>
        {props.best && <span class="tag">{words.today.best}</span>}
        {!guest && (
          <button
            type="button"
            class="round-button heart"
            aria-pressed={cover.favourite}
            aria-label={words.photo.favourite}
            onClick={() => void toggleFavourite(cover)}
          >
            <Icon name="heart" />
          </button>
        )}
      </div>
      <div class="moment-text">
        <p class="moment-when">
          <span class="numbers">{span}</span>
          <span aria-hidden="true">·</span>
          <span>{props.camera}</span>
        </p>
        <p class="why">{stillMs === null ? who : sayAsleep(cover, namesOn(cover), stillMs, words)}</p>
        {others.length > 0 && <Strip cover={cover} photos={others} camera={props.camera} />}
      </div>
    </li>
  );
}

function Strip({ cover, photos, camera }: { cover: Photo; photos: Photo[]; camera: string }) {
  const { words, format } = useWords();
  const { namesOn } = useHousehold();
  const hidden = photos.length - mostInStrip;
  return (
    <ul class="strip" aria-label={words.today.moreFromMoment(photos.length)}>
      {photos.slice(0, hidden > 0 ? mostInStrip - 1 : mostInStrip).map((photo) => (
        <li key={photo.id}>
          <a href={photoLink(photo)}>
            <Picture
              src={photo.images.thumb}
              alt={words.photo.alt(whoWord(photo, namesOn(photo), words), format.time(photo.takenAt), camera)}
            />
          </a>
        </li>
      ))}
      {hidden > 0 && (
        <li>
          <a
            href={formatRoute({ name: 'moment', id: cover.id })}
            aria-label={words.today.wholeMoment(photos.length + 1)}
          >
            <Picture src={photos[mostInStrip - 1]?.images.thumb ?? null} alt="" />
            <span class="more">+{format.number(hidden + 1)}</span>
          </a>
        </li>
      )}
    </ul>
  );
}

const photoLink = (photo: Photo) => formatRoute({ name: 'photo', id: photo.id, filter: {} });
