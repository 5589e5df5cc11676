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
