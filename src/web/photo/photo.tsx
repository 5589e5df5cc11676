import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { changePhoto, retryBurst } from '../api/calls.js';
import { tellPhotoNews } from '../api/photo-news.js';
import { ApiProblem } from '../api/problem.js';
import type { BurstFrame, Photo as PhotoState } from '../api/types.js';
import { BackButton } from '../components/back-button.js';
import { useBusy } from '../components/busy.js';
import { useCameras } from '../components/camera-names.js';
import { Empty } from '../components/empty.js';
import { ScreenFault, sayFault } from '../components/fault.js';
import { useIsGuest } from '../components/guest.js';
import { useHousehold } from '../components/household.js';
import { Icon } from '../components/icon.js';
import { announce, showToast } from '../components/notices.js';
import { fileNameOf, filesOf } from '../components/photo-file.js';
import { useKeys } from '../core/keys.js';
import { useSideways } from '../core/media.js';
import { goBack, goInstead, useArrival } from '../core/navigate.js';
import type { GalleryFilter } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { sayReason } from '../i18n/reason.js';
import { sayWho, whoWord } from '../i18n/who.js';
import { Film } from './film.js';
import { PhotoActions } from './photo-actions.js';
import { PhotoViewport } from './photo-viewport.js';
import { removePhoto } from './remove.js';
import { UpscaleNote } from './upscale-note.js';
import { useBurst, useNeighbours, usePhoto } from './use-photo.js';
import { WhoIsIt } from './who-is-it.js';

interface PhotoProps {
  id: number;
  filter: GalleryFilter;
}

/** Screen of one photo, over the whole window. */
export function Photo({ id, filter }: PhotoProps) {
  const { words } = useWords();
  const { photo, fault, retry } = usePhoto(id, filter);
  const gone = fault instanceof ApiProblem && fault.status === 404;
  return (
    <main class="viewer" id="main">
      {photo && !gone ? (
        <Viewer photo={photo} filter={filter} />
      ) : gone ? (
        <Gone filter={filter} />
      ) : fault !== null ? (
        <ScreenFault title={words.titles.gallery} thrown={fault} onRetry={retry} />
      ) : (
        <span class="spinner viewer-wait" />
      )}
    </main>
  );
}

function Gone({ filter }: { filter: GalleryFilter }) {
  const { words } = useWords();
  useArrival(`${words.photo.goneTitle} · ${words.app.name}`, 'gone');
  return (
    <>
      <h1 class="hidden" tabIndex={-1}>
        {words.titles.gallery}
      </h1>
      <Empty icon="gallery" title={words.photo.goneTitle} text={words.photo.gone}>
        <button type="button" class="button" onClick={() => goInstead({ name: 'gallery', filter })}>
          {words.photo.toGallery}
        </button>
      </Empty>
    </>
  );
}

function Viewer({ photo, filter }: { photo: PhotoState; filter: GalleryFilter }) {
  const { words, format } = useWords();
  const { nameOf } = useCameras();
  const guest = useIsGuest();
  const { namesOn, maybeOn } = useHousehold();
  const { newer, older } = useNeighbours(photo, filter);
  const [comparing, setComparing] = useState(false);
  const [bare, setBare] = useState(false);
  const sideways = useSideways();
  const [open, setOpen] = useState(false);
  const [looked, setLooked] = useState<BurstFrame | null>(null);
  const frame = looked && looked.id !== photo.frameId ? looked : null;
  const canCompare = photo.upscale === 'done' && frame === null;
  const title = format.moment(photo.takenAt);
  const alt = words.photo.alt(whoWord(photo, namesOn(photo), words), title, nameOf(photo.camera));
  useArrival(`${title} · ${words.app.name}`, `photo ${photo.id}`);
  useEffect(() => {
    setLooked(null);
    setComparing(false);
  }, [photo.id, photo.frameId]);

  const close = () => goBack({ name: 'gallery', filter });
  const turn = (to: PhotoState | null) => to && goInstead({ name: 'photo', id: to.id, filter });
  async function remove(): Promise<void> {
    const next = older ?? newer;
    if (!(await removePhoto(photo, filter))) return;
    if (next) turn(next);
    else close();
  }
  useKeys({
    ArrowLeft: () => turn(newer),
    ArrowRight: () => turn(older),
    Escape: () => (comparing ? setComparing(false) : close()),
    Delete: () => void (guest || remove()),
  });
  return (
    <div class={`viewer-room ${bare ? 'bare' : ''} ${sideways ? 'sideways' : ''}`}>
      <div class="viewer-area">
        <ViewerBar title={title} camera={nameOf(photo.camera)} onBack={close}>
          {sideways && <DetailsButton open={open} onClick={() => setOpen(!open)} />}
        </ViewerBar>
        <PhotoViewport
          photo={photo}
          frame={frame?.images.original ?? null}
          alt={alt}
          comparing={comparing && canCompare}
          newer={newer}
          older={older}
          onTurn={turn}
          onClose={close}
          onTap={() => (sideways && open ? setOpen(false) : setBare(!bare))}
        />
        {!comparing && <Turns newer={newer} older={older} onTurn={turn} />}
        {frame === null && !comparing && <UpscaleNote key={photo.version} photo={photo} />}
      </div>
      <div class="viewer-panel" hidden={sideways && !open}>
        <PhotoActions
          photo={photo}
          comparing={comparing && canCompare}
          canCompare={canCompare}
          onCompare={() => setComparing(!comparing)}
          onDelete={() => void remove()}
        />
        <p class="why">{sayWho(photo, namesOn(photo), words, maybeOn(photo))}</p>
        {!guest && <WhoIsIt photo={photo} />}
        <Reason photo={photo} />
        {photo.upscale === 'done' && (
          <a class="original-file" href={filesOf(photo).original} download={fileNameOf(photo)}>
            {words.photo.downloadOriginal}
          </a>
        )}
        {!guest && <Frames photo={photo} looked={frame} onLook={setLooked} />}
      </div>
    </div>
  );
}

/** When and where; `children` is what can be done at its end. */
function ViewerBar(props: {
  title: string;
  camera: string;
  onBack: () => void;
  children: ComponentChildren;
}) {
  return (
    <div class="viewer-bar">
      <BackButton onBack={props.onBack} />
      <div class="viewer-title">
        <h1 tabIndex={-1}>{props.title}</h1>
        <p>{props.camera}</p>
      </div>
      {props.children || <span class="round-button" />}
    </div>
  );
}

/** Held sideways, what is said of a photo comes when it is asked for. */
function DetailsButton({ open, onClick }: { open: boolean; onClick: () => void }) {
  const { words } = useWords();
  return (
    <button
      type="button"
      class="round-button"
      aria-label={words.photo.details}
      aria-expanded={open}
      onClick={onClick}
    >
      <Icon name="details" />
    </button>
  );
}

/** The reason of the hub's choice for who asks; that of a person is no question. */
function Reason({ photo }: { photo: PhotoState }) {
  const { words } = useWords();
  const reason = <p>{sayReason(photo.summary, words)}</p>;
  if (photo.summary.code === 'chosen-by-owner') return reason;
  return (
    <details class="more reason">
      <summary>{words.photo.why}</summary>
      {reason}
    </details>
  );
}

function Turns(props: {
  newer: PhotoState | null;
  older: PhotoState | null;
  onTurn: (to: PhotoState | null) => void;
}) {
  const { words } = useWords();
  return (
    <>
      {props.newer && (
        <button
          type="button"
          class="round-button turn newer"
          aria-label={words.photo.newer}
          onClick={() => props.onTurn(props.newer)}
        >
          <Icon name="back" />
        </button>
      )}
      {props.older && (
        <button
          type="button"
          class="round-button turn older"
          aria-label={words.photo.older}
          onClick={() => props.onTurn(props.older)}
        >
          <Icon name="forward" />
        </button>
      )}
    </>
  );
}

function Frames(props: {
  photo: PhotoState;
  looked: BurstFrame | null;
  onLook: (frame: BurstFrame) => void;
}) {
  const { words } = useWords();
  const { burst, setBurst } = useBurst(props.photo);
  const { busy, fault, run } = useBusy();
  const chosen = burst?.frames.find(({ id }) => id === props.photo.frameId);
  const selected = props.looked?.index ?? chosen?.index;
  useEffect(() => {
    if (fault !== null) showToast({ text: sayFault(fault, words) });
  }, [fault]);
  if (!burst || selected === undefined) return <div class="film-wait" />;
  const use = (frame: BurstFrame) =>
    void run(async () => {
      const photo = await changePhoto(props.photo.id, { chosenFrame: frame.id });
      tellPhotoNews({ kind: 'put', photo, fresh: false });
      announce(words.photo.swapped);
    });
  const retry = () =>
    void run(async () => {
      setBurst(await retryBurst(burst.id));
      announce(words.photo.retrying);
    });
  return (
    <Film burst={burst} selected={selected} busy={busy} onSelect={props.onLook} onUse={use} onRetry={retry} />
  );
}
