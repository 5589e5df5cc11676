import { useEffect, useState } from 'preact/hooks';
import { isConnected } from '../api/live.js';
import { session } from '../api/session.js';
import { refreshCameras, useCameras } from '../components/camera-names.js';
import { Empty } from '../components/empty.js';
import { FaultScreen } from '../components/fault.js';
import { useIsGuest } from '../components/guest.js';
import { Icon } from '../components/icon.js';
import { useLate } from '../components/late.js';
import { Picture } from '../components/picture.js';
import { useArrival } from '../core/navigate.js';
import { formatRoute } from '../core/route.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';
import { CameraCard } from './camera-card.js';
import { CaptureButton } from './capture-button.js';

/** Live views that a browser has open beside its other requests: it speaks with one hub over six connections. */
const MOST_LIVE = 3;

const liveTile = async () => (await import('./live/live-tile.js')).LiveTile;

/** The cameras of the home: are they there, are they well, and a photo right now. */
export function Cameras() {
  const { words } = useWords();
  const { list } = useCameras();
  const who = useSignal(session);
  const guest = useIsGuest();
  const mayAdd = who.state === 'in' && who.user.role === 'owner';
  const [fault, setFault] = useState<unknown>(null);
  const refresh = () => void refreshCameras().then(() => setFault(null), setFault);
  useEffect(refresh, []);
  useArrival(`${words.titles.cameras} · ${words.app.name}`, 'cameras');
  const heard = useSignal(isConnected);
  const LiveTile = useLate(liveTile);
  const online = list?.filter((camera) => camera.online).length ?? 0;
  const watchable = list?.filter((camera) => camera.online && !camera.pause) ?? [];
  return (
    <div class="screen">
      <header class="screen-head">
        <div>
          <h1 tabIndex={-1}>{words.titles.cameras}</h1>
          <p>{heard && list && list.length > 0 ? words.cameras.lead(online, list.length) : '\u00a0'}</p>
        </div>
      </header>
      {list === null && fault !== null && <FaultScreen thrown={fault} onRetry={refresh} />}
      {list?.length === 0 && (
        <Empty icon="camera" title={words.cameras.emptyTitle} text={words.cameras.empty}>
          {mayAdd && <AddCamera />}
        </Empty>
      )}
      <div class="cards" aria-busy={list === null}>
        {list === null && fault === null && <Unknown />}
        {list?.map((camera) => (
          <CameraCard key={camera.id} camera={camera}>
            {LiveTile && watchable.includes(camera) && (
              <LiveTile camera={camera} auto={watchable.indexOf(camera) < MOST_LIVE}>
                {!guest && <CaptureButton camera={camera} />}
              </LiveTile>
            )}
          </CameraCard>
        ))}
      </div>
      {mayAdd && list !== null && list.length > 0 && (
        <div class="add-camera">
          <AddCamera />
        </div>
      )}
    </div>
  );
}

/** Room for the first card until the hub has said which cameras there are. */
function Unknown() {
  return (
    <div class="card card-unknown">
      <div class="camera-view">
        <Picture src={null} alt="" />
      </div>
      <div class="card-body" />
    </div>
  );
}

function AddCamera() {
  const { words } = useWords();
  return (
    <a class="button" href={formatRoute({ name: 'pairing', camera: null })}>
      <Icon name="plus" />
      {words.cameras.add}
    </a>
  );
}
