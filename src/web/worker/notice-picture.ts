/**
 * Whether notifications on this device show the picture: a choice of who holds it, since a lock screen is seen by others.
 * The worker keeps it in its cache storage; the page asks for it and changes it by a message.
 */

const cacheName = 'petcam-choices';

/** Address of the choice in the cache, beside the page; nothing is ever fetched from there. */
const address = () => new URL('notice-picture', location.href).href;

/** True until somebody has switched it off here. */
export async function showsNoticePicture(): Promise<boolean> {
  const kept = await caches.match(address(), { cacheName });
  return (await kept?.text()) !== 'off';
}

/** Answers a message of the page, `{ noticePicture }` with the new choice or null to leave it, with the choice that holds. */
export async function answerNoticePicture({ data, ports: [page] }: ExtendableMessageEvent): Promise<void> {
  const { noticePicture } = data as { noticePicture: boolean | null };
  if (noticePicture !== null) {
    const cache = await caches.open(cacheName);
    await cache.put(address(), new Response(noticePicture ? 'on' : 'off'));
  }
  page?.postMessage(await showsNoticePicture());
}
