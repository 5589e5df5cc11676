import { type Static, Type } from 'typebox';
import { TURNS } from '../../../core/upright.js';
import { CameraId, Id, Time } from './terms.js';

const Part = Type.Number({ description: 'Part of the width or height of the upright picture, 0..1.' });

/** Places of a camera's picture that look like a pet and are none. */
export const KnownPlaces = Type.Object({
  places: Type.Array(
    Type.Object({
      id: Id,
      madeBy: Type.Enum(['person', 'hub'], {
        description: 'Somebody said so on a photo, or the hub has learned it: it looked the same for days.',
      }),
      anything: Type.Boolean({
        description:
          'True when nothing that is there is a pet, whatever it looks like; else only what was there.',
      }),
      place: Type.Object({ x: Part, y: Part, width: Part, height: Part }),
      turn: Type.Enum([...TURNS], { description: 'Turn of the pictures that it is of, degrees clockwise.' }),
      since: Time,
    }),
  ),
});
/** Value that the schema `KnownPlaces` describes. */
export type KnownPlaces = Static<typeof KnownPlaces>;

/** Path parameters of a place. */
export const PlacePath = Type.Object({ id: CameraId, place: Id });
