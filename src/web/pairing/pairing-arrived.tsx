import { useCameras } from '../components/camera-names.js';
import { Icon } from '../components/icon.js';
import { Picture } from '../components/picture.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { useFirstPhoto } from './use-first-photo.js';

/** Camera that has connected, and the callback of the end. */
export interface PairingArrivedProps {
  camera: string;
  onDone: () => void;
}

/** It is there: the first photo, without another tap. */
export function PairingArrived({ camera, onDone }: PairingArrivedProps) {
  const { words } = useWords();
  const { nameOf } = useCameras();
  const { photo, late } = useFirstPhoto(camera);
  return (
    <div class="pairing-page">
      <Icon name="paw" className="large" />
      <h1 tabIndex={-1}>{words.pairing.doneTitle(nameOf(camera))}</h1>
      {!photo && <p class="soft">{late ? words.pairing.firstPhotoLate : words.pairing.doneLead}</p>}
      <div class="first-photo" role="status">
        {photo ? (
          <a href={formatRoute({ name: 'photo', id: photo.id, filter: {} })}>
            <Picture src={photo.images.preview} alt={words.pairing.firstPhoto} eager />
          </a>
        ) : (
          !late && <span class="spinner" />
        )}
      </div>
      {photo && <p class="soft small">{words.pairing.place}</p>}
      <a class="button wide" href={formatRoute({ name: 'camera', id: camera })}>
        {words.pairing.toCamera}
      </a>
      <button type="button" class="text-button" onClick={onDone}>
        {words.pairing.toToday}
      </button>
    </div>
  );
}
