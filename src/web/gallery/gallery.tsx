import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useCameras } from '../components/camera-names.js';
import { Empty } from '../components/empty.js';
import { FaultScreen, sayFault } from '../components/fault.js';
import { showToast } from '../components/notices.js';
import { goInstead, useArrival, useScrollMemory } from '../core/navigate.js';
import { filterQuery, type GalleryFilter } from '../core/route.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';
import { GalleryFilters } from './gallery-filters.js';
import { type GalleryModel, galleryModelFor } from './gallery-model.js';
import { GoToDate } from './go-to-date.js';
import { heightOf, type Layout, layOut } from './layout.js';
import { MonthSection } from './month-section.js';
import { useWindow } from './window.js';

/** A photo's month and its place there; a new object for every request to go there. */
interface Aim {
  month: string;
  index: number;
}

/** Height of the filters, which stay at the top. */
const barHeight = 60;

/** Gallery of every photo, grouped by month. */
export function Gallery({ filter }: { filter: GalleryFilter }) {
  const { words, format } = useWords();
  const model = useMemo(() => galleryModelFor(filter), [filterQuery(filter)]);
  const months = useSignal(model.months);
  const fault = useSignal(model.fault);
  const total = useSignal(model.total);
  const [aim, setAim] = useState<Aim | null>(null);
  const goTo = (start: number, end: number) =>
    void model
      .positionOfDay(start, end)
      .then(setAim, (thrown) => showToast({ text: sayFault(thrown, words) }));
  useArrival(`${words.titles.gallery} · ${words.app.name}`, 'gallery');
  useScrollMemory(`gallery?${filterQuery(filter)}`, months !== null);
  return (
    <div class="screen wide">
      <header class="screen-head gallery-head">
        <div>
          <h1 tabIndex={-1}>{words.titles.gallery}</h1>
          <p role="status">{total === null ? '\u00a0' : words.gallery.count(total, format.number(total))}</p>
        </div>
        {months && months.length > 0 && <GoToDate oldest={months.at(-1)?.month ?? ''} onGo={goTo} />}
      </header>
      <GalleryFilters filter={filter} onChange={(next) => goInstead({ name: 'gallery', filter: next })} />
      {fault !== null && months === null ? (
        <FaultScreen thrown={fault} onRetry={() => void model.refresh()} />
      ) : months?.length === 0 ? (
        <Nothing filter={filter} />
      ) : (
        months && <Months model={model} months={months} aim={aim} />
      )}
    </div>
  );
}

interface MonthsProps {
  model: GalleryModel;
  months: { month: string; photos: number }[];
  aim: Aim | null;
}

/** The months around the window; the rest is only height. */
function Months({ model, months, aim }: MonthsProps) {
  const container = useRef<HTMLDivElement>(null);
  const { nameOf } = useCameras();
  useSignal(model.revision);
  const lay = (width: number): Layout => layOut(months, width);
  const { layout, spans, shift, height, show } = useWindow(container, lay, months);
  useEffect(() => {
    model.want(spans.map(({ month, from, until }) => ({ month: month.month, from, until })));
  });
  useEffect(() => {
    if (aim) show(heightOf(layout, aim.month, aim.index) - barHeight);
  }, [aim]);
  return (
    <div class="months" ref={container} style={{ height: `${height}px` }}>
      {spans.map((span) => (
        <MonthSection
          key={span.month.month}
          model={model}
          layout={layout}
          span={span}
          shift={shift}
          nameOf={nameOf}
        />
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
