import type { Camera } from '../api/types.js';
import { useWords } from '../i18n/language.js';
import { sayLastSeen } from './last-seen.js';

/** Since when a camera is offline, and what to try; nothing while it is not, or is away because it is paused. */
export function OfflineAdvice({ camera }: { camera: Camera }) {
  const { words, format } = useWords();
  const { online, pause, stream } = camera;
  if (online || (pause !== null && stream !== null)) return null;
  const seen = sayLastSeen(camera, format, words, Date.now());
  const since = seen === null ? words.cameras.neverSeen : words.cameras.lastSeen(seen);
  return (
    <div class="soft">
      <p>{since}</p>
      <p>{stream === null ? words.cameras.tryOffline : words.cameras.tryStream}</p>
    </div>
  );
}
