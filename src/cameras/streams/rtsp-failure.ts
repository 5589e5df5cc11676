import type { Refusal } from '../../core/errors.js';
import { refusedByStatus } from './answer.js';
import { streamRefusal } from './failure.js';

/**
 * Refusal for what ffmpeg said last; its words may hold the password, and go no further. `words` is null when there is
 * no ffmpeg, `asked` true when name and password were sent, `read` true when pictures have come before.
 */
export function refusedByFfmpeg(words: string | null, asked: boolean, read: boolean): Refusal {
  if (words === null)
    return streamRefusal(
      'stream-ffmpeg',
      'This machine has no ffmpeg, which reads such cameras: install it.',
    );
  if (read) return streamRefusal('stream-ended', 'The camera ended its stream.');
  const [, status] = /failed: ([345]\d\d)\b|\b([345]\d\d) [A-Z]/.exec(words) ?? [];
  const refusal = status === undefined ? null : refusedByStatus(Number(status), asked);
  if (refusal !== null && !status?.startsWith('3')) return refusal;
  if (/network is unreachable|no route/i.test(words) || refusal !== null)
    return streamRefusal('stream-redirect', 'The camera sends the hub on, which it does not follow.');
  if (/matches no streams/i.test(words))
    return streamRefusal('stream-no-picture', 'There is no video at this address.');
  return streamRefusal('stream-malformed', 'What answers there sends no video that ffmpeg can read.');
}
