import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useCell } from '../cell.js';
import { type Layout, layOut } from '../gallery/layout.js';
import { type Shelf, shelfFor } from '../gallery/shelf.js';
import { useWindow } from '../gallery/window.js';
import { goInstead, useArrival, useScrollMemory } from '../navigate.js';
import { useCameras } from '../parts/camera-names.js';
import { Empty } from '../parts/empty.js';
import { FaultScreen } from '../parts/fault.js';
import { GalleryFilters } from '../parts/gallery-filters.js';
import { MonthSection } from '../parts/month-section.js';
import { filterQuery, type GalleryFilter } from '../route.js';
import { useWords } from '../words/language.js';

/** Every photo, by month. */
export function Gallery({ filter }: { filter: GalleryFilter }) {
  const { words, format } = useWords();
  const shelf = useMemo(() => shelfFor(filter), [filterQuery(filter)]);
  const months = useCell(shelf.months);
  const fault = useCell(shelf.fault);
  const total = useCell(shelf.total);
  useArrival(`${words.titles.gallery} · ${words.app.name}`, 'gallery');
  useScrollMemory(`gallery?${filterQuery(filter)}`, months !== null);
  return (
    <div class="screen wide">
      <header class="screen-head gallery-head">
        <div>
          <h1 tabIndex={-1}>{words.titles.gallery}</h1>
          <p role="status">{total === null ? '\u00a0' : words.gallery.count(total, format.number(total))}</p>
        </div>
      </header>
      <GalleryFilters filter={filter} onChange={(next) => goInstead({ name: 'gallery', filter: next })} />
      {fault !== null && months === null ? (
        <FaultScreen thrown={fault} onRetry={() => void shelf.refresh()} />
      ) : months?.length === 0 ? (
        <Nothing filter={filter} />
      ) : (
        months && <Months shelf={shelf} months={months} />
      )}
    </div>
  );
}

/** The months around the window; the rest is only height. */
function Months({ shelf, months }: { shelf: Shelf; months: { month: string; photos: number }[] }) {
  const place = useRef<HTMLDivElement>(null);
  const { nameOf } = useCameras();
  useCell(shelf.revision);
  const lay = (width: number): Layout => layOut(months, width);
  const { layout, spans } = useWindow(place, lay, months);
  useEffect(() => {
    shelf.want(spans.map(({ month, from, until }) => ({ month: month.month, from, until })));
  });
  return (
    <div class="months" ref={place} style={{ height: `${layout.height}px` }}>
      {spans.map((span) => (
        <MonthSection key={span.month.month} shelf={shelf} layout={layout} span={span} nameOf={nameOf} />
      ))}
    </div>
  );
}

function Nothing({ filter }: { filter: GalleryFilter }) {
  const { words } = useWords();
  if (filterQuery(filter) === '') {
    return <Empty icon="gallery" title={words.gallery.emptyTitle} text={words.gallery.empty} />;
  }
  return (
    <Empty icon="gallery" title={words.gallery.emptyFilterTitle} text={words.gallery.emptyFilter}>
      <button type="button" class="button quiet" onClick={() => goInstead({ name: 'gallery', filter: {} })}>
        {words.gallery.clear}
      </button>
    </Empty>
  );
}
