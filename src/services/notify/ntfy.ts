import { type Language, sentenceOf } from './message.js';
import { post } from './post.js';
import type { Target } from './target.js';

/** Topic, token and language of an ntfy target. */
export interface NtfyOptions {
  /** With the topic: `https://ntfy.example/my-pets`. */
  url: string;
  token: string | null;
  language: Language;
}

/** A message to an ntfy server, the thumbnail attached. docs.ntfy.sh/publish. */
export function ntfy({ url, token, language }: NtfyOptions): Target {
  return {
    name: 'ntfy',
    async tell(visit, picture, signal) {
      const headers = {
        title: encoded(visit.cameraName),
        message: encoded(sentenceOf(visit, language)),
        click: visit.url,
        tags: visit.pet === 'dog' ? 'dog' : 'cat',
        ...(picture && { filename: `${visit.photo}.${picture.mime.replace('image/', '')}` }),
        ...(token && { authorization: `Bearer ${token}` }),
      };
      await post(url, { headers, body: picture ? Buffer.from(picture.bytes) : null, signal });
    },
  };
}

/** RFC 2047: header values are ASCII. */
function encoded(text: string): string {
  return /^[ -~]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
