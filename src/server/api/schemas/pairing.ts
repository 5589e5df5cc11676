import { type Static, Type } from 'typebox';
import { PAIRING_FAILURES } from '../../../core/codes.js';
import { CameraName } from './cameras.js';
import { CameraId, Time } from './terms.js';

/** Opens a window. `name` for a new camera; `camera` for one that gets a new key and keeps its id and photos. */
export const PairingOpen = Type.Object(
  {
    name: Type.Optional(CameraName),
    camera: Type.Optional(CameraId),
    keepKey: Type.Optional(
      Type.Boolean({
        description:
          'Only the Wi-Fi of `camera` is new: it keeps hub and key if it can, and gets a new key if not.',
      }),
    ),
    seconds: Type.Optional(
      Type.Integer({
        minimum: 30,
        maximum: 600,
        description: 'How long the window is open; 120 unless given.',
      }),
    ),
  },
  { additionalProperties: false },
);
/** Value that the schema `PairingOpen` describes. */
export type PairingOpen = Static<typeof PairingOpen>;

/** Body that chooses a found camera and proves its code. */
export const PairingChoice = Type.Object(
  {
    device: Type.String({ minLength: 1, maxLength: 64, description: 'Of `found`.' }),
    code: Type.String({ pattern: '^[0-9]{8}$', description: "The eight digits on the camera's label." }),
  },
  { additionalProperties: false },
);
/** Value that the schema `PairingChoice` describes. */
export type PairingChoice = Static<typeof PairingChoice>;

/** Body with the Wi-Fi that the camera is to join. */
export const PairingWifi = Type.Object(
  {
    ssid: Type.String({ minLength: 1, maxLength: 32, description: 'At most 32 bytes of UTF-8.' }),
    password: Type.String({
      maxLength: 64,
      description: 'Empty for an open network. Neither stored nor logged; it goes to the camera, encrypted.',
    }),
  },
  { additionalProperties: false },
);
/** Value that the schema `PairingWifi` describes. */
export type PairingWifi = Static<typeof PairingWifi>;

/** Steps of a pairing, in their order. */
export const PairingStep = Type.Enum(
  [
    'idle',
    'searching',
    'choosing',
    'connecting',
    'securing',
    'scanning',
    'networks',
    'joining',
    'handover',
    'arriving',
    'done',
    'failed',
  ],
  { description: '`choosing` waits for `POST /pairing/camera`, `networks` for `POST /pairing/wifi`.' },
);
/** Value that the schema `PairingStep` describes. */
export type PairingStep = Static<typeof PairingStep>;

/** How far the pairing is: the answer of every call, and the data of the event `pairing.changed`. */
export const PairingStatus = Type.Object({
  step: PairingStep,
  name: Type.Union([Type.String(), Type.Null()]),
  camera: Type.Union([Type.String(), Type.Null()], {
    description: 'The id that the camera has or will have.',
  }),
  until: Type.Union([Time, Type.Null()], { description: 'When the window closes; null when none is open.' }),
  leftMs: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: 'Until then, for a phone whose clock is not the one of the hub.',
  }),
  found: Type.Array(
    Type.Object({
      device: Type.String(),
      name: Type.String(),
      rssi: Type.Integer({ description: 'dBm.' }),
    }),
    { description: 'Cameras in the air that offer pairing.' },
  ),
  networks: Type.Array(
    Type.Object({
      ssid: Type.String(),
      rssi: Type.Integer({ description: 'dBm, as the camera hears it.' }),
      secured: Type.Boolean(),
    }),
    { description: 'The strongest first.' },
  ),
  ssid: Type.Union([Type.String(), Type.Null()], {
    description: 'The network that it joins or has joined.',
  }),
  failure: Type.Union(
    [
      Type.Object({
        code: Type.Enum([...PAIRING_FAILURES], { description: 'Stable name; docs/API.md lists them.' }),
        message: Type.String({ description: 'A sentence for people.' }),
      }),
      Type.Null(),
    ],
    { description: 'Why it ended, with the step `failed`.' },
  ),
  version: Type.Union([Type.String(), Type.Null()], { description: "Of the camera's pairing protocol." }),
});
/** Value that the schema `PairingStatus` describes. */
export type PairingStatus = Static<typeof PairingStatus>;
