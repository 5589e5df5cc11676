/** Web push to the browsers of the home: RFC 8030, encrypted by RFC 8291, signed by RFC 8292 (VAPID). */
import { createECDH } from 'node:crypto';
import type { Agent } from 'node:https';
import webPush from 'web-push';
import { Refusal } from '../../core/errors.js';
import type { PushSubscription } from '../../store/notices.js';
import type { Visit } from './message.js';
import type { Target } from './target.js';

/** Key pair with which the hub signs web push (VAPID, RFC 8292). */
export interface PushKeys {
  /** Uncompressed P-256 point, base64url: what a browser subscribes with. */
  publicKey: string;
  privateKey: string;
}

/** Contact for a push service (RFC 8292, section 2.1). A hub has no address that they could reach. */
const SUBJECT = 'https://petcam.local';

const KEEP_SECONDS = 3600;

/**
 * The hosts of the push services of browsers: Chrome, Firefox, Safari and Edge, whose host names a data centre. Anything
 * else could be an address inside the home network, or another service of the same company, which a member must not be able to
 * make the hub call.
 */
const SERVICES = [
  /^fcm\.googleapis\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /^web\.push\.apple\.com$/,
  /^[a-z\d-]+\.notify\.windows\.com$/,
];

/** The hub's own pair, always the same: `secret` is 32 bytes that never leave it. */
export function pushKeys(secret: Uint8Array): PushKeys {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(secret);
  return { publicKey: pair.getPublicKey('base64url'), privateKey: pair.getPrivateKey('base64url') };
}

/**
 * Check that an endpoint belongs to the push service of a browser.
 * @throws {Refusal} `push-service-unknown`
 */
export function checkEndpoint(endpoint: string): void {
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  const known = protocol === 'https:' && SERVICES.some((service) => service.test(hostname));
  if (!known || port !== '' || username !== '' || password !== '')
    throw new Refusal('push-service-unknown', `${hostname} is not the push service of a browser.`);
}

/** Makes a small picture of a thumbnail, a WebP of at most so many bytes; null when there is none to be had now. */
export type MakePicture = (
  photo: number,
  thumbnail: Uint8Array,
  mostBytes: number,
) => Promise<Uint8Array | null>;

/** A push service takes bodies of 4,096 bytes (RFC 8030, section 7.2), of which the encryption takes 103 (RFC 8291). */
const MOST_MESSAGE_BYTES = 3_900;
/** Most bytes of the picture: its base64 leaves 430 bytes for the words. */
const MOST_PICTURE_BYTES = 2_600;

/** Parts that a target of this kind needs beside its subscription. */
export interface PushParts {
  keys: PushKeys;
  makePicture: MakePicture;
  /** For services whose certificate the system does not know. */
  agent?: Agent;
}

/** A browser as a target. What it is told is encrypted for it alone, so the picture is in the message. */
export function push(subscription: PushSubscription, { keys, makePicture, agent }: PushParts): Target {
  const { id, endpoint, p256dh, auth } = subscription;
  const options = {
    vapidDetails: { subject: SUBJECT, ...keys },
    TTL: KEEP_SECONDS,
    timeout: 20_000,
    ...(agent && { agent }),
  };
  async function send(message: string): Promise<void> {
    try {
      await webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, message, options);
    } catch (thrown) {
      throw refusalOf(thrown);
    }
  }
  return {
    name: `push/${id}`,
    async tell({ url: _, ...visit }, thumbnail) {
      const picture = thumbnail && (await makePicture(visit.photo, thumbnail.bytes, MOST_PICTURE_BYTES));
      await send(messageWith(visit, picture));
    },
    // The page says what is wrong, in its language; a message has no room for many sentences.
    async alert({ url: _, issues, ...alert }) {
      await send(JSON.stringify({ ...alert, issues: issues.map(({ code }) => code) }));
    },
  };
}

/** The message with the picture where both fit; the words go before the picture. */
function messageWith(visit: Omit<Visit, 'url'>, picture: Uint8Array | null): string {
  const words = JSON.stringify(visit);
  if (!picture) return words;
  const message = JSON.stringify({ ...visit, picture: Buffer.from(picture).toString('base64') });
  return Buffer.byteLength(message) <= MOST_MESSAGE_BYTES ? message : words;
}

function refusalOf(thrown: unknown): unknown {
  const { statusCode } = thrown as { statusCode?: number };
  if (statusCode === 404 || statusCode === 410)
    return new Refusal('notify-gone', 'The browser does not want to be told any more.', { cause: thrown });
  const lasting = statusCode !== undefined && statusCode < 500 && statusCode !== 429;
  return lasting ? new Refusal('notify-refused', `The push service answers ${statusCode}.`) : thrown;
}
