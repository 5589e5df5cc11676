import { createHash } from 'node:crypto';
import { withPhotoExif } from '../../../core/photo-exif.js';
import { withKeywords } from '../../../core/photo-keywords.js';
import { type Stamp, stamper } from '../../../core/stamp.js';
import type { Cameras } from '../../../store/contract.js';
import type { Pets } from '../../../store/pets.js';
import type { ImageBlob, PhotoRow } from '../../../store/types.js';

/** Facts that the files of photos carry beside the picture. */
export interface PhotoFileParts {
  store: Pick<Cameras, 'camera'> & Pick<Pets, 'pets'>;
  /** IANA name of the time zone of names and Exif; empty for the system's. */
  timeZone: string;
  version: string;
}

/** Makes files that people keep of photos: with name, date and camera. */
export function photoFiles({ store, timeZone, version }: PhotoFileParts) {
  const stampOf = stamper(timeZone);
  const software = `PetCam hub ${version}`;
  return {
    /** For instance `petcam-kitchen-20261123-081402.jpg`: the name that the page gives, too. */
    nameOf: (photo: PhotoRow) => nameAt(photo.camera, stampOf(photo.takenAt)),
    /** The same picture with its Exif and the names of the pets on it; its tag changes with what they say. */
    dated(photo: PhotoRow, image: ImageBlob): ImageBlob {
      const camera = store.camera(photo.camera)?.name ?? photo.camera;
      const facts = { taken: stampOf(photo.takenAt), camera, software, description: photo.summary.text };
      const names = store
        .pets()
        .filter(({ id }) => photo.pets.includes(id))
        .map(({ name }) => name);
      const said = createHash('sha256')
        .update(JSON.stringify([facts, names]))
        .digest('hex')
        .slice(0, 12);
      const bytes = withKeywords(withPhotoExif(image.bytes, facts), names);
      return { ...image, bytes, sha256: `${image.sha256}-${said}` };
    },
  };
}

const nameAt = (camera: string, { date, time }: Stamp): string =>
  `petcam-${camera}-${date.replaceAll('-', '')}-${time.replaceAll(':', '')}.jpg`;
