import type { Photo } from '../api/types.js';
import { cropAround } from '../components/crop.js';
import { useHousehold } from '../components/household.js';
import { Icon } from '../components/icon.js';
import { PickTile } from '../components/pick-tile.js';
import { Picture } from '../components/picture.js';
import { formatRoute } from '../core/route.js';
import { signal, useSignal } from '../core/signal.js';
import { daysBetween } from '../i18n/format.js';
import { useWords } from '../i18n/language.js';
import { whoWord } from '../i18n/who.js';
import type { GalleryModel } from './gallery-model.js';
import { drawnBox, type Layout, type Span, tilePosition } from './layout.js';
import type { Picking } from './picking.js';

interface MonthSectionProps {
  model: GalleryModel;
  layout: Layout;
  span: Span;
  /** CSS pixels by which it stands higher than in the layout. */
  shift: number;
  nameOf: (camera: string) => string;
  /** Null while photos are looked at and not picked. */
  picking: Picking | null;
}

const nothing = signal<ReadonlyMap<number, Photo>>(new Map());

/** The part of one month that is near the window. */
export function MonthSection({ model, layout, span, shift, nameOf, picking }: MonthSectionProps) {
  const { words, format } = useWords();
  const picked = useSignal(picking?.selection.picked ?? nothing);
  const { month, from, until } = span;
  const places = Array.from({ length: until - from }, (_, step) => from + step);
  const id = `month-${month.month}`;
  const box = drawnBox(layout, span);
  // No transform: a heading that sticks would not know of it.
  const style = { top: `${box.top - shift}px`, height: `${box.height}px` };
  return (
    <section class="month" style={style} aria-labelledby={id}>
      <h2 id={id}>
        {format.month(month.month)}
        <span>{words.gallery.count(month.count, format.number(month.count))}</span>
      </h2>
      <ul class="tiles">
        {places.map((index) => {
          const photo = model.at(month.month, index);
          return (
            <li
              class="tile"
              key={index}
              data-place={`${month.month}/${index}`}
              style={tileStyle(layout, index, box.skipped)}
            >
              {photo && beginsDay(photo, index === 0 ? null : model.at(month.month, index - 1)) && (
                <h3 class="day-mark">{format.dayOfMonth(photo.takenAt)}</h3>
              )}
              <Tile
                photo={photo}
                model={model}
                nameOf={nameOf}
                picked={picking && photo ? picked.has(photo.id) : null}
                onPick={(reach) => picking?.pick({ month: month.month, index }, reach)}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Whether a photo is the newest of its day; `newer` is the one before it in the gallery, undefined where not known. */
function beginsDay(photo: Photo, newer: Photo | null | undefined): boolean {
  if (newer === undefined) return false;
  return newer === null || daysBetween(photo.takenAt, newer.takenAt) !== 0;
}

interface TileProps {
  photo: Photo | undefined;
  model: GalleryModel;
  nameOf: (camera: string) => string;
  /** Null while photos are not picked. */
  picked: boolean | null;
  onPick: (reach: boolean) => void;
}

function Tile(props: TileProps) {
  const { words, format } = useWords();
  const { namesOn } = useHousehold();
  const { photo } = props;
  if (!photo) return <Picture src={null} alt="" />;
  const alt = words.photo.alt(
    whoWord(photo, namesOn(photo), words),
    format.moment(photo.takenAt),
    props.nameOf(photo.camera),
  );
  const crop = cropAround(photo);
  const label = photo.favourite ? `${alt}, ${words.photo.favourite}` : alt;
  const heart = photo.favourite && <Icon name="heart" className="filled favourite-mark" />;
  if (props.picked !== null)
    return (
      <PickTile
        src={photo.images.thumb}
        crop={crop}
        label={label}
        picked={props.picked}
        onPick={props.onPick}
      >
        {heart}
      </PickTile>
    );
  return (
    <a href={formatRoute({ name: 'photo', id: photo.id, filter: props.model.filter })}>
      <Picture src={photo.images.thumb} alt={label} crop={crop} />
      {heart}
    </a>
  );
}

function tileStyle(layout: Layout, index: number, skipped: number) {
  const { left, top } = tilePosition(layout, index - skipped * layout.columns);
  const side = `${layout.tile}px`;
  return { left: `${left}px`, top: `${top}px`, width: side, height: side };
}
