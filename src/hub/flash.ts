import { fileURLToPath } from 'node:url';
import { FlashImageStore } from '../services/flash/flash-image-store.js';
import type { Store } from '../store/contract.js';
import type { HubOptions } from './foundation.js';

/** Folder of the images for bare boards that come with the hub, seen from src/ and from dist/ alike. */
export const FLASH_IMAGES = fileURLToPath(new URL('../../firmware/images', import.meta.url));

/** Images for bare boards: those that come with the hub, and the owner's. */
export function openFlashImageStore({ config, store, log }: HubOptions & { store: Store }): FlashImageStore {
  const ownKey = config.firmwareKey;
  return new FlashImageStore({ store, folder: FLASH_IMAGES, ownKey, log: log.child({ component: 'flash' }) });
}
