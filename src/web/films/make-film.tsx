import { useState } from 'preact/hooks';
import { getPhoto } from '../api/calls.js';
import { makeFilm, type NewFilm } from '../api/film-calls.js';
import type { Photo } from '../api/types.js';
import { useBusy } from '../components/busy.js';
import { Choice } from '../components/choice.js';
import { sayFault } from '../components/fault.js';
import { useHousehold } from '../components/household.js';
import { Switch } from '../components/switch.js';
import { hubAddress } from '../core/base.js';
import { filmWords } from '../i18n/films.js';
import { useWords } from '../i18n/language.js';
import { drawCaption } from './caption.js';

/** Photos that a film takes. */
const mostPhotos = 20;

/** Shape and lines of a video of some photos, and the button that has it made. */
export function MakeFilm({ photos, onBegun }: { photos: number[]; onBegun: () => void }) {
  const { words, language, format } = useWords();
  const films = filmWords[language];
  const { namesOn } = useHousehold();
  const { busy, fault, run } = useBusy();
  const [shape, setShape] = useState<NewFilm['shape']>('9:16');
  const [captions, setCaptions] = useState(true);
  const taken = photos.slice(0, mostPhotos);
  const lineOf = (photo: Photo) => [...namesOn(photo), format.moment(photo.takenAt)].join(' · ');
  const make = () =>
    void run(async () => {
      const withLine = async (id: number) => {
        const caption = drawCaption(lineOf(await getPhoto(id)));
        return caption === undefined ? { id } : { id, caption };
      };
      const shown = captions ? await Promise.all(taken.map(withLine)) : taken.map((id) => ({ id }));
      await makeFilm({ shape, photos: shown });
      onBegun();
    });
  const shapes = Object.entries(films.shapes) as [NewFilm['shape'], string][];
  return (
    <section class="card" aria-label={films.make}>
      <div class="card-body">
        <div class="share-chosen" aria-hidden="true">
          {taken.map((id) => (
            <img key={id} src={hubAddress(`/photos/${id}/image?variant=thumb`)} alt="" />
          ))}
        </div>
        <p>{films.from(taken.length, format.number(taken.length))}</p>
        {photos.length > mostPhotos && <p class="soft small">{films.most}</p>}
        <Choice label={films.shape} value={shape} options={shapes} other={String} onChange={setShape} />
        <Switch label={films.captions} on={captions} onChange={setCaptions} />
        <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
        <button type="button" class="button wide" aria-disabled={busy} onClick={make}>
          {busy && <span class="spinner" />}
          {films.make}
        </button>
      </div>
    </section>
  );
}
