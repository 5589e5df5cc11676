import Type, { type Static } from 'typebox';

/** Value that the schema `SyncState` describes. */
export type SyncState = Static<typeof SyncState>;
/** State of the sync: scope, counts and what keeps it from working. */
export const SyncState = Type.Object({
  enabled: Type.Boolean({ description: 'False where the hub sends nothing anywhere.' }),
  scope: Type.Union([Type.Enum(['favourites', 'best', 'all']), Type.Null()]),
  sent: Type.Integer({ description: 'Objects of which the bucket has the newest state.' }),
  sentBytes: Type.Integer(),
  waiting: Type.Integer({ description: 'Photos that are to be sent.' }),
  aside: Type.Integer({
    description: 'Photos of these that cannot be read or encrypted; each is tried again within the hour.',
  }),
  list: Type.Union(
    [
      Type.Object({
        number: Type.Integer({ minimum: 1 }),
        at: Type.Integer(),
        signer: Type.String({ description: 'Public key (Ed25519) that the list is signed with, base64url.' }),
      }),
      Type.Null(),
    ],
    {
      description:
        'The newest signed list of what is there, by which a restore finds what is missing or old; null before the first.',
    },
  ),
  trouble: Type.Union([
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      since: Type.Integer(),
      nextTryAt: Type.Integer(),
    }),
    Type.Null(),
  ]),
});
