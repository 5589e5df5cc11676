import { fileURLToPath } from 'node:url';

/** Folder of the images for bare boards that come with the hub, seen from src/ and from dist/ alike. */
export const FLASH_IMAGES = fileURLToPath(new URL('../../firmware/images', import.meta.url));
