import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useCameras } from '../components/camera-names.js';
import { Empty } from '../components/empty.js';
import { FaultScreen, sayFault } from '../components/fault.js';
import { useIsGuest } from '../components/guest.js';
import { Icon } from '../components/icon.js';
import { showToast } from '../components/notices.js';
import { PickBar } from '../components/pick-bar.js';
import { goInstead, useArrival, useOwnStep, useScrollMemory } from '../core/navigate.js';
import { filterQuery, formatRoute, type GalleryFilter } from '../core/route.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';
import { GalleryFilters } from './gallery-filters.js';
import { type GalleryModel, galleryModelFor } from './gallery-model.js';
import { GoToDate } from './go-to-date.js';
import { heightOf, type Layout, layOut, monthAt } from './layout.js';
import { MonthSection } from './month-section.js';
import { Picking } from './picking.js';
import { PickingHead } from './picking-head.js';
import { Scrubber } from './scrubber.js';
import { useHold } from './use-hold.js';
import { usePicked } from './use-picked.js';
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
  const { words } = useWords();
  const model = useMemo(() => galleryModelFor(filter), [filterQuery(filter)]);
  const months = useSignal(model.months);
  const fault = useSignal(model.fault);
  const [aim, setAim] = useState<Aim | null>(null);
  const monthNow = useRef('');
  const { picking, begin, end } = usePicking(model);
  const goTo = (start: number, end: number) =>
    void model
      .positionOfDay(start, end)
      .then(setAim, (thrown) => showToast({ text: sayFault(thrown, words) }));
  useArrival(`${words.titles.gallery} · ${words.app.name}`, 'gallery');
  useScrollMemory(`gallery?${filterQuery(filter)}`, months !== null);
  const hasPhotos = months !== null && months.length > 0;
  return (
    <div class={`screen wide ${picking ? 'picking' : ''}`}>
      <GalleryHead model={model}>
        {hasPhotos && (
          <GoToDate
            months={months.map(({ month }) => month)}
            filter={filter}
            monthNow={() => monthNow.current}
            onGo={goTo}
          />
        )}
      </GalleryHead>
      <div class="gallery-filters">
        {picking ? (
          <PickingHead picking={picking} onEnd={end} />
        ) : (
          <>
            <GalleryFilters
              filter={filter}
              onChange={(next) => goInstead({ name: 'gallery', filter: next })}
            />
            {hasPhotos && (
              <button type="button" class="chip begin-picking" onClick={() => begin()}>
                {words.picking.select}
              </button>
            )}
          </>
        )}
      </div>
      {fault !== null && months === null ? (
        <FaultScreen thrown={fault} onRetry={() => void model.refresh()} />
      ) : months?.length === 0 ? (
        <Nothing filter={filter} />
      ) : (
        months && (
          <Months
            model={model}
            months={months}
            aim={aim}
            picking={picking}
            onHold={begin}
            onMonth={(month) => {
              monthNow.current = month;
            }}
          />
        )
      )}
      {picking && <Actions picking={picking} onDone={end} />}
    </div>
  );
}

/** Photos are picked, or null; ended by the escape key and the browser's way back, too, and with its filter. */
function usePicking(model: GalleryModel) {
  const [picking, setPicking] = useState<Picking | null>(null);
  useEffect(() => () => setPicking(null), [model]);
  useOwnStep(picking !== null, () => setPicking(null));
  useEffect(() => {
    if (!picking) return;
    const press = ({ key, defaultPrevented }: KeyboardEvent) =>
      key === 'Escape' && !defaultPrevented && setPicking(null);
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [picking]);
  function begin(): Picking {
    const next =
      picking ?? new Picking({ months: () => model.months.get() ?? [], at: (...at) => model.at(...at) });
    setPicking(next);
    return next;
  }
  return { picking, begin, end: () => setPicking(null) };
}

/** Title, number of photos, and what leads elsewhere. */
function GalleryHead(props: { model: GalleryModel; children: ComponentChildren }) {
  const { words, format } = useWords();
  const guest = useIsGuest();
  const total = useSignal(props.model.total);
  return (
    <header class="screen-head gallery-head">
      <div>
        <h1 tabIndex={-1}>{words.titles.gallery}</h1>
        <p role="status">{total === null ? '\u00a0' : words.gallery.count(total, format.number(total))}</p>
      </div>
      <div class="gallery-tools">
        {!guest && (
          <a class="round-button" href={formatRoute({ name: 'bin' })} aria-label={words.bin.open}>
            <Icon name="trash" />
          </a>
        )}
        <a class="round-button" href={formatRoute({ name: 'frame' })} aria-label={words.gallery.frame}>
          <Icon name="expand" />
        </a>
        {props.children}
      </div>
    </header>
  );
}

function Actions({ picking, onDone }: { picking: Picking; onDone: () => void }) {
  const { words } = useWords();
  const photos = [...useSignal(picking.selection.picked).values()];
  const { actions, busy } = usePicked(photos, onDone);
  return <PickBar label={words.picking.actions} actions={actions} disabled={busy || photos.length === 0} />;
}

interface MonthsProps {
  model: GalleryModel;
  months: { month: string; photos: number }[];
  aim: Aim | null;
  picking: Picking | null;
  /** Begins to pick. */
  onHold: () => Picking;
  /** Hears which month is at the top of the window. */
  onMonth: (month: string) => void;
}

/** The months around the window; the rest is only height. */
function Months({ model, months, aim, picking, onHold, onMonth }: MonthsProps) {
  const container = useRef<HTMLDivElement>(null);
  const { nameOf } = useCameras();
  useSignal(model.revision);
  const lay = (width: number): Layout => layOut(months, width);
  const { layout, spans, shift, height, top, show } = useWindow(container, lay, months);
  useEffect(() => {
    onMonth(monthAt(layout, top + barHeight)?.month ?? '');
    model.want(spans.map(({ month, from, until }) => ({ month: month.month, from, until })));
  });
  useEffect(() => {
    if (aim) show(heightOf(layout, aim.month, aim.index) - barHeight);
  }, [aim]);
  useHold(container, {
    hold: (place) => onHold().hold(place),
    sweep: (place) => picking?.sweep(place),
  });
  return (
    <div class="months" ref={container} style={{ height: `${height}px` }}>
      <Scrubber layout={layout} top={top + barHeight} onGo={(to) => show(to - barHeight)} />
      {spans.map((span) => (
        <MonthSection
          key={span.month.month}
          model={model}
          layout={layout}
          span={span}
          shift={shift}
          nameOf={nameOf}
          picking={picking}
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
