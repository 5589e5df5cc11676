import { type Static, Type } from 'typebox';
import { Time } from './terms.js';

/** Without a token only `status` and `disk`. */
export const Health = Type.Object({
  status: Type.Enum(['ok', 'degraded']),
  disk: Type.Optional(
    Type.Enum(['full', 'failing'], {
      description: 'Why new photos and changes may be refused; absent while the disk is well.',
    }),
  ),
  details: Type.Optional(
    Type.Object({
      version: Type.String(),
      newerVersion: Type.Union([Type.String(), Type.Null()], {
        description: 'Version that an update would install, out of what this machine knows already.',
      }),
      updateBy: Type.Enum(['apt', 'add-on'], {
        description: 'What brings a newer version: `apt upgrade`, or the add-on store of Home Assistant.',
      }),
      build: Type.Object({
        node: Type.String(),
        platform: Type.String({ description: 'As `linux arm64`.' }),
      }),
      address: Type.String({ description: 'Address that a phone of the home opens.' }),
      links: Type.Enum(['fixed', 'tailscale', 'home'], {
        description: 'Why links lead there: PETCAM_PUBLIC_URL, or the choice of an owner.',
      }),
      certificate: Type.Union([
        Type.Object({
          kind: Type.Enum(['own', 'local'], {
            description: '`local` is of an authority that the hub has made.',
          }),
          fingerprint: Type.Union([Type.String(), Type.Null()], {
            description: 'SHA-256 of that authority, as devices show it; `/trust` explains how to trust it.',
          }),
          expiresAt: Time,
        }),
        Type.Null(),
      ]),
      troubles: Type.Array(Type.String(), { description: 'Why it is degraded, for people.' }),
      causes: Type.Array(
        Type.Object({
          code: Type.String({ description: 'Stable name.' }),
          text: Type.String({ description: 'The sentence of `troubles`.' }),
          about: Type.Optional(Type.String({ description: 'Id of the one that it is about, as a camera.' })),
          since: Time,
        }),
      ),
      uptimeSeconds: Type.Integer(),
      storage: Type.Union(
        [
          Type.Object({
            usedBytes: Type.Integer(),
            databaseBytes: Type.Integer(),
            photos: Type.Integer(),
            frames: Type.Integer(),
            freeBytes: Type.Integer(),
          }),
          Type.Null(),
        ],
        { description: 'Null while the database cannot be read.' },
      ),
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
      cameras: Type.Union(
        [
          Type.Object({
            known: Type.Integer(),
            online: Type.Integer(),
            paused: Type.Integer({ description: 'Cameras that somebody has paused; no fault.' }),
          }),
          Type.Null(),
        ],
        { description: 'Null while the database cannot be read.' },
      ),
      listeners: Type.Integer({ description: 'Phones that follow `GET /events` now.' }),
    }),
  ),
});
/** Value that the schema `Health` describes. */
export type Health = Static<typeof Health>;
