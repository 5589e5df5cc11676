import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type BinPhoto, changePhotos, listBin } from '../api/bin-calls.js';
import { onPhotoNews, tellPhotoNews } from '../api/photo-news.js';
import { BackButton } from '../components/back-button.js';
import { useBusy } from '../components/busy.js';
import { useCameras } from '../components/camera-names.js';
import { ConfirmButton } from '../components/confirm-button.js';
import { cropAround } from '../components/crop.js';
import { Empty } from '../components/empty.js';
import { FaultScreen, sayFault } from '../components/fault.js';
import { useHousehold } from '../components/household.js';
import { showToast } from '../components/notices.js';
import { useIsOwner } from '../components/owner.js';
import { type PickAction, PickBar } from '../components/pick-bar.js';
import { PickTile } from '../components/pick-tile.js';
import { goBack, useArrival } from '../core/navigate.js';
import { useSignal } from '../core/signal.js';
import { daysBetween } from '../i18n/format.js';
import { useWords } from '../i18n/language.js';
import { whoWord } from '../i18n/who.js';
import { BinModel } from './bin-model.js';

/** Screen of the bin: photos that were deleted in the last thirty days, to be put back or to go for ever. */
export function Bin() {
  const { words, format } = useWords();
  const model = useMemo(() => new BinModel({ list: listBin, change: changePhotos }), []);
  const state = useSignal(model.state);
  const fault = useSignal(model.fault);
  useArrival(`${words.titles.bin} · ${words.app.name}`, 'bin');
  useEffect(() => {
    void model.refresh();
    return onPhotoNews(() => void model.refresh());
  }, [model]);
  return (
    <div class="screen wide">
      <header class="screen-head">
        <BackButton onBack={() => goBack({ name: 'gallery', filter: {} })} />
        <div class="moment-title">
          <h1 tabIndex={-1}>{words.titles.bin}</h1>
          <p role="status">
            {state ? words.gallery.count(state.count, format.number(state.count)) : '\u00a0'}
          </p>
        </div>
      </header>
      {fault !== null && state === null ? (
        <FaultScreen thrown={fault} onRetry={() => void model.refresh()} />
      ) : state?.count === 0 ? (
        <Empty icon="trash" title={words.bin.emptyTitle} text={words.bin.empty} />
      ) : (
        state && <Contents model={model} photos={state.photos} hasMore={state.next !== null} />
      )}
    </div>
  );
}

function Contents(props: { model: BinModel; photos: readonly BinPhoto[]; hasMore: boolean }) {
  const { model } = props;
  const { words, format } = useWords();
  const owner = useIsOwner();
  const picked = useSignal(model.selection.picked);
  const { busy, fault, run } = useBusy();
  const count = picked.size;
  const restore = () =>
    void run(async () => {
      const done = await model.act('restore');
      tellPhotoNews({ kind: 'reset' });
      showToast({ text: words.bin.restored(done, format.number(done)) });
    });
  const goneFor = (work: () => Promise<number>) =>
    void run(async () => {
      const done = await work();
      showToast({ text: words.bin.gone(done, format.number(done)) });
    });
  const actions: PickAction[] = [
    { icon: 'restore', label: words.bin.restore, run: restore },
    ...(owner
      ? [
          {
            icon: 'trash' as const,
            label: words.bin.forEver,
            run: () => goneFor(() => model.act('delete-for-ever')),
            ask: { question: words.bin.forEverAsk(count, format.number(count)), hint: words.bin.forEverHint },
          },
        ]
      : []),
  ];
  return (
    <>
      <p class="soft">{words.bin.lead}</p>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <ul class="bin-photos">
        {props.photos.map((binned) => (
          <li key={binned.photo.id}>
            <Tile model={model} binned={binned} picked={picked.has(binned.photo.id)} />
          </li>
        ))}
      </ul>
      {props.hasMore && <More model={model} />}
      {owner && count === 0 && (
        <div class="bin-empty">
          <ConfirmButton
            label={words.bin.emptyNow}
            ask={words.bin.emptyAsk}
            hint={words.bin.forEverHint}
            busy={busy}
            onSure={() => goneFor(() => model.empty())}
          />
        </div>
      )}
      {count > 0 && <PickBar label={words.bin.picked(count)} actions={actions} disabled={busy} />}
      <p class="hidden" role="status">
        {count > 0 && words.bin.picked(count)}
      </p>
    </>
  );
}

function Tile({ model, binned, picked }: { model: BinModel; binned: BinPhoto; picked: boolean }) {
  const { words, format } = useWords();
  const { nameOf } = useCameras();
  const { namesOn } = useHousehold();
  const { photo, until } = binned;
  const left = words.bin.left(Math.max(0, daysBetween(Date.now(), until)));
  const alt = words.photo.alt(
    whoWord(photo, namesOn(photo), words),
    format.moment(photo.takenAt),
    nameOf(photo.camera),
  );
  const pick = () => {
    if (!model.selection.toggle(photo)) showToast({ text: words.bin.most });
  };
  return (
    <PickTile
      src={photo.images.thumb}
      crop={cropAround(photo)}
      label={`${alt}. ${left}`}
      picked={picked}
      onPick={pick}
    >
      <span class="days-left">{left}</span>
    </PickTile>
  );
}

/** Reads on when the end comes near. */
function More({ model }: { model: BinModel }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && void model.extend(), {
      rootMargin: '1200px',
    });
    if (end.current) watcher.observe(end.current);
    return () => watcher.disconnect();
  });
  return <div ref={end} class="bin-more" />;
}
