import {
  type ExifField,
  type ExifFields,
  readExif,
  shortField,
  startsAsJpeg,
  TAGS,
  textField,
  versionField,
  writeExif,
} from './exif.js';
import type { Stamp } from './stamp.js';
import { readTurn } from './upright.js';

/** Facts that the Exif of a photo says when it leaves the hub as a file. */
export interface PhotoFacts {
  /** When the photo was taken, as the clock on the wall showed it. */
  taken: Stamp;
  /** Name of the camera. */
  camera: string;
  /** Name and version of the hub. */
  software: string;
  description: string;
}

/** Make of the camera, where the picture does not name one: all of them are cameras of the hub. */
const MAKE = 'PetCam';

/**
 * The photo with an Exif segment that says when and by which camera it was taken; not a byte of it is changed otherwise.
 * What its own says of camera and exposure stays, and what that leaves open is added. A turn that the store has marked becomes its
 * orientation. A photo that dates itself, or is no JPEG, is given back as it is.
 */
export function withPhotoExif(picture: Uint8Array, facts: PhotoFacts): Uint8Array {
  if (!startsAsJpeg(picture)) return picture;
  const { jpeg, orientation } = readTurn(picture);
  const own = readExif(jpeg);
  if (own?.detail.some(([tag]) => tag === TAGS.takenAt)) return jpeg;
  return writeExif(jpeg, fieldsOf(facts, orientation, own ?? { main: [], detail: [] }));
}

function fieldsOf(facts: PhotoFacts, orientation: number, own: ExifFields): ExifFields {
  const { taken, camera, software, description } = facts;
  const at = `${taken.date.replaceAll('-', ':')} ${taken.time}`;
  return {
    main: added(own.main, [
      textField(TAGS.description, description),
      textField(TAGS.make, MAKE),
      textField(TAGS.model, camera),
      shortField(TAGS.orientation, orientation),
      textField(TAGS.software, software),
      textField(TAGS.changedAt, at),
    ]),
    detail: added(own.detail, [
      versionField(),
      textField(TAGS.takenAt, at),
      textField(TAGS.digitizedAt, at),
      textField(TAGS.takenOffset, taken.offset),
      textField(TAGS.digitizedOffset, taken.offset),
      textField(TAGS.takenFraction, taken.fraction),
    ]),
  };
}

const added = (own: readonly ExifField[], more: readonly ExifField[]): ExifField[] => [
  ...own,
  ...more.filter(([tag]) => !own.some(([known]) => known === tag)),
];
