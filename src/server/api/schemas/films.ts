import { type Static, Type } from 'typebox';
import { Id, Time } from './terms.js';

const Shape = Type.Enum(['9:16', '1:1'], { description: 'As high as a phone, or square.' });

/** A picture of a line of text is small: 1080 pixels wide it takes some 10 kB. */
const MOST_CAPTION = 65_536;

/** Body of a film that is to be made of photos. */
export const NewFilm = Type.Object(
  {
    shape: Shape,
    photos: Type.Array(
      Type.Object(
        {
          id: Id,
          caption: Type.Optional(
            Type.String({
              pattern: '^[A-Za-z0-9+/]+={0,2}$',
              maxLength: MOST_CAPTION,
              description:
                'Base64 of a PNG of a line of text, white on black, as wide as the film: whoever asks has the fonts.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 20, description: 'In their order.' },
    ),
  },
  { additionalProperties: false },
);

/** Film of photos, and how far it is. */
export const Film = Type.Object({
  id: Id,
  shape: Shape,
  state: Type.Enum(['pending', 'done', 'failed']),
  done: Type.Number({ minimum: 0, maximum: 1, description: 'Share that is encoded.' }),
  photos: Type.Integer({ minimum: 0 }),
  createdAt: Time,
  mime: Type.Union([Type.Enum(['video/mp4', 'image/webp']), Type.Null()], {
    description:
      'An MP4 where ffmpeg is installed on the hub, else an animated WebP; null until it is there.',
  }),
  bytes: Type.Integer({ minimum: 0, description: 'Size of the file.' }),
  file: Type.Union([Type.String(), Type.Null()], {
    description: 'Path of the file; null until it is there.',
  }),
});
/** Value that the schema `Film` describes. */
export type Film = Static<typeof Film>;

/** Films that are there or on their way, newest first. */
export const FilmList = Type.Object({ films: Type.Array(Film) });
