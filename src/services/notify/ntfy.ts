import type { Clock } from '../../core/clock.js';
import type { Alert } from '../../store/alerts.js';
import { alertSentence, type Language, sentenceOf, type Visit } from './message.js';
import { expectTaken, post, statusOf } from './post.js';
import type { Target } from './target.js';

/** Topic, token and language of an ntfy target. */
export interface NtfyOptions {
  /** With the topic: `https://ntfy.example/my-pets`. */
  url: string;
  token: string | null;
  language: Language;
  picture?: Target['picture'];
  clock: Pick<Clock, 'now'>;
  /** Called with the status when the server takes a message only without its picture. */
  onPictureRefused: (status: number) => void;
}

/** Statuses of a server that keeps no attachments (400), none of this size (413) or none of this kind (415). */
const PICTURE_REFUSED = new Set([400, 413, 415]);

/** Time for which pictures are not tried again, in ms; whoever runs the server may have allowed them since. */
const WITHOUT_PICTURE_MS = 24 * 60 * 60_000;

/**
 * A message to an ntfy server, the thumbnail or preview attached. docs.ntfy.sh/publish. A server that refuses the picture gets
 * the message without it, and no picture for a day.
 */
export function ntfy(options: NtfyOptions): Target {
  const { url, clock, onPictureRefused, picture: kind = 'thumb' } = options;
  let withoutUntil = 0;
  return {
    name: 'ntfy',
    picture: kind,
    async tell(visit, image, signal) {
      const picture = clock.now() < withoutUntil ? null : image;
      const status = await statusOf(url, { ...messageFor(options, visit, picture), signal });
      if (picture === null || !PICTURE_REFUSED.has(status)) return expectTaken(url, status);
      expectTaken(url, await statusOf(url, { ...messageFor(options, visit, null), signal }));
      withoutUntil = clock.now() + WITHOUT_PICTURE_MS;
      onPictureRefused(status);
    },
    async alert(alert, signal) {
      await post(url, { headers: headersFor(options, alert), signal });
    },
  };
}

function messageFor(
  { token, language }: NtfyOptions,
  visit: Visit,
  picture: { bytes: Uint8Array; mime: string } | null,
): RequestInit {
  const headers = {
    title: encoded(visit.cameraName),
    message: encoded(sentenceOf(visit, language)),
    click: visit.url,
    tags: visit.pet ?? 'paw_prints',
    ...(picture && { filename: `${visit.photo}.${picture.mime.replace('image/', '')}` }),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  return { headers, body: picture ? Buffer.from(picture.bytes) : null };
}

function headersFor({ token, language }: NtfyOptions, alert: Alert): Record<string, string> {
  return {
    title: encoded(alert.cameraName ?? alert.petName ?? 'PetCam'),
    message: encoded(alertSentence(alert, language)),
    click: alert.url,
    tags: alert.type === 'hub-recovered' ? 'white_check_mark' : 'warning',
    ...(token && { authorization: `Bearer ${token}` }),
  };
}

/** RFC 2047: header values are ASCII. */
function encoded(text: string): string {
  return /^[ -~]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
