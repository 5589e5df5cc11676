import { createHmac } from 'node:crypto';
import { post } from './post.js';
import type { Target } from './target.js';

/**
 * JSON to a URL of the owner: `{"type":"visit","photo","camera","cameraName","pet","names","takenAt","url","thumbnail"}`, the
 * thumbnail (or preview) as a data URL or null; an alert has the members of `Alert`. With a secret the header `x-petcam-signature` holds `sha256=` and the HMAC-SHA-256
 * of the body.
 */
export function webhook(url: string, secret: string | null, picture: Target['picture'] = 'thumb'): Target {
  async function send(message: object, signal: AbortSignal): Promise<void> {
    const body = JSON.stringify(message);
    const signature = secret && `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    const headers = {
      'content-type': 'application/json',
      ...(signature && { 'x-petcam-signature': signature }),
    };
    await post(url, { body, headers, signal });
  }
  return {
    name: 'webhook',
    picture,
    async tell(visit, image, signal) {
      const thumbnail = image && `data:${image.mime};base64,${Buffer.from(image.bytes).toString('base64')}`;
      await send({ type: 'visit', ...visit, thumbnail }, signal);
    },
    alert: send,
  };
}
