/** Web push to the browsers of the house: RFC 8030, encrypted by RFC 8291, signed by RFC 8292 (VAPID). */
import { createECDH } from 'node:crypto';
import type { Agent } from 'node:https';
import webPush from 'web-push';
import { Refusal } from '../../core/errors.js';
import type { PushSubscription } from '../../store/notices.js';
import type { Target } from './target.js';

export interface PushKeys {
  /** Uncompressed P-256 point, base64url: what a browser subscribes with. */
  publicKey: string;
  privateKey: string;
}

/** Whom a push service may complain to (RFC 8292, section 2.1). A hub has no address that they could reach. */
const SUBJECT = 'https://petcam.local';

const KEEP_SECONDS = 3600;

/**
 * The services of the browsers there are. Anything else could be an address inside the house, which a member must not
 * be able to make the hub call.
 */
const SERVICES = ['googleapis.com', 'push.services.mozilla.com', 'push.apple.com', 'notify.windows.com'];

/** The hub's own pair, always the same: `secret` is 32 bytes that never leave it. */
export function pushKeys(secret: Uint8Array): PushKeys {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(secret);
  return { publicKey: pair.getPublicKey('base64url'), privateKey: pair.getPrivateKey('base64url') };
}

/** @throws {Refusal} `push-service-unknown` */
export function checkEndpoint(endpoint: string, services: readonly string[] = SERVICES): void {
  const { protocol, hostname } = new URL(endpoint);
  const known = services.some((service) => hostname === service || hostname.endsWith(`.${service}`));
  if (protocol !== 'https:' || !known)
    throw new Refusal('push-service-unknown', `${hostname} is not the push service of a browser.`);
}

/** `agent` is for services whose certificate the system does not know. */
export function push(subscription: PushSubscription, keys: PushKeys, agent?: Agent): Target {
  const { id, endpoint, p256dh, auth } = subscription;
  return {
    name: `push/${id}`,
    async tell({ url: _, ...visit }) {
      const options = {
        vapidDetails: { subject: SUBJECT, ...keys },
        TTL: KEEP_SECONDS,
        timeout: 20_000,
        ...(agent && { agent }),
      };
      try {
        await webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, JSON.stringify(visit), options);
      } catch (thrown) {
        throw refusalOf(thrown);
      }
    },
  };
}

function refusalOf(thrown: unknown): unknown {
  const { statusCode } = thrown as { statusCode?: number };
  if (statusCode === 404 || statusCode === 410)
    return new Refusal('notify-gone', 'The browser does not want to be told any more.', { cause: thrown });
  const lasting = statusCode !== undefined && statusCode < 500 && statusCode !== 429;
  return lasting ? new Refusal('notify-refused', `The push service answers ${statusCode}.`) : thrown;
}
