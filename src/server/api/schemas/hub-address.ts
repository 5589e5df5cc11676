import { type Static, Type } from 'typebox';

const Host = Type.String({
  pattern: '^[A-Za-z0-9.-]{1,63}$',
  description: 'An IPv4 address, or a name that cameras can look up.',
});

/** Body that announces another address of the hub. */
export const NewHubAddress = Type.Object({ host: Host }, { additionalProperties: false });
/** Value that the schema `NewHubAddress` describes. */
export type NewHubAddress = Static<typeof NewHubAddress>;

const place = {
  host: Type.String({ description: 'What cameras are told now.' }),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'Where the hub will be, as it was announced; null when it stays.',
  }),
};

/** Where the hub is, and where it will be. */
export const HubAddressState = Type.Object(place);
/** Value that the schema `HubAddressState` describes. */
export type HubAddressState = Static<typeof HubAddressState>;

/** Where the hub is and will be, and what came of telling each camera. */
export const HubAddressAnswer = Type.Object({
  ...place,
  cameras: Type.Array(
    Type.Object({
      camera: Type.String(),
      outcome: Type.Enum(['told', 'away', 'unsupported', 'failed'], {
        description:
          '`away`: told when it connects; `unsupported`: one of the first cameras, which finds the hub by its name or has to be paired again.',
      }),
    }),
  ),
});
/** Value that the schema `HubAddressAnswer` describes. */
export type HubAddressAnswer = Static<typeof HubAddressAnswer>;
