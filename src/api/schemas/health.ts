import { type Static, Type } from 'typebox';

/** Without a token only `status`. */
export const Health = Type.Object({
  status: Type.Enum(['ok', 'degraded']),
  details: Type.Optional(
    Type.Object({
      version: Type.String(),
      troubles: Type.Array(Type.String(), { description: 'Why it is degraded, for people.' }),
      uptimeSeconds: Type.Integer(),
      storage: Type.Object({
        usedBytes: Type.Integer(),
        databaseBytes: Type.Integer(),
        photos: Type.Integer(),
        frames: Type.Integer(),
        freeBytes: Type.Integer(),
      }),
      retention: Type.Object(
        {
          losingFramesDays: Type.Integer({ description: 'Days that frames which were not chosen are kept.' }),
          photosMaxDays: Type.Integer({ description: 'Days that photos are kept; 0 for no limit.' }),
          maxBytes: Type.Integer({ description: 'The most that the database may take up.' }),
        },
        { description: 'How long things stay. Favourites are never removed.' },
      ),
      vision: Type.Object({
        process: Type.Enum(['idle', 'starting', 'running']),
        queued: Type.Integer(),
        restarts: Type.Integer(),
      }),
      cameras: Type.Object({ known: Type.Integer(), online: Type.Integer() }),
      listeners: Type.Integer({ description: 'Phones that follow `GET /events` now.' }),
    }),
  ),
});
export type Health = Static<typeof Health>;
