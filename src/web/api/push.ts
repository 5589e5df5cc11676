import { addPushTarget, endPushTarget } from './calls.js';

/** True where this browser can be told of visits while the page is closed; browsers offer that on a trusted page alone. */
export const canPush = (): boolean =>
  isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window;

/** The subscription of this browser, null without one. Only where `canPush`. */
export async function currentPush(): Promise<PushSubscription | null> {
  const { pushManager } = await navigator.serviceWorker.ready;
  return pushManager.getSubscription();
}

/**
 * Asks the person, then the browser's push service, and tells the hub where to send.
 * @throws {DOMException} when the person or the browser refuses.
 */
export async function beginPush(publicKey: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const target = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint = '', keys = {} } = target.toJSON();
  await addPushTarget({ endpoint, keys: { p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' } });
  return target;
}

/** The hub and the browser's push service forget the subscription. */
export async function endPush(target: PushSubscription): Promise<void> {
  await endPushTarget(target.endpoint);
  await target.unsubscribe();
}
