import type { Photo } from '../api/types.js';
import { sayFault } from '../components/fault.js';
import { toggleFavourite } from '../components/favourite.js';
import { useIsGuest } from '../components/guest.js';
import { Icon } from '../components/icon.js';
import { showToast } from '../components/notices.js';
import { canShare, fileNameOf, filesOf, sharePhotos } from '../components/photo-file.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { turnPhoto } from './turn.js';

/** Photo and state of the actions below it. */
export interface PhotoActionsProps {
  photo: Photo;
  comparing: boolean;
  canCompare: boolean;
  onCompare: () => void;
  onDelete: () => void;
}

/** Row of actions on the photo: favourite, compare, share, download, turn, delete. A guest changes nothing. */
export function PhotoActions({ photo, comparing, canCompare, onCompare, onDelete }: PhotoActionsProps) {
  const { words } = useWords();
  const guest = useIsGuest();
  const give = () =>
    void sharePhotos([photo]).then(
      (outcome) => outcome === 'tap-again' && showToast({ text: words.photo.shareReady }),
      (thrown) => showToast({ text: sayFault(thrown, words) }),
    );
  return (
    <div class="actions">
      {!guest && (
        <button
          type="button"
          class="action"
          aria-pressed={photo.favourite}
          onClick={() => void toggleFavourite(photo)}
        >
          <Icon name="heart" className="fillable" />
          {words.photo.favourite}
        </button>
      )}
      <button
        type="button"
        class="action"
        aria-pressed={comparing}
        disabled={!canCompare}
        onClick={onCompare}
      >
        <Icon name="compare" />
        {words.photo.compare}
      </button>
      {canShare() && (
        <button type="button" class="action" onClick={give}>
          <Icon name="share" />
          {words.photo.share}
        </button>
      )}
      {!guest && (
        <a class="action" href={formatRoute({ name: 'share', photos: [photo.id] })}>
          <Icon name="link" />
          {words.photo.link}
        </a>
      )}
      <a class="action" href={filesOf(photo).best} download={fileNameOf(photo)}>
        <Icon name="download" />
        {words.photo.download}
      </a>
      {!guest && <Changes photo={photo} onDelete={onDelete} />}
    </div>
  );
}

function Changes({ photo, onDelete }: Pick<PhotoActionsProps, 'photo' | 'onDelete'>) {
  const { words } = useWords();
  return (
    <>
      <button type="button" class="action" onClick={() => void turnPhoto(photo, 270)}>
        <Icon name="turnLeft" />
        {words.photo.turnLeft}
      </button>
      <button type="button" class="action" onClick={() => void turnPhoto(photo, 90)}>
        <Icon name="turnRight" />
        {words.photo.turnRight}
      </button>
      <button type="button" class="action" onClick={onDelete}>
        <Icon name="trash" />
        {words.photo.delete}
      </button>
    </>
  );
}
