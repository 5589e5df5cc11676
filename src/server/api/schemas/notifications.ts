import Type, { type Static } from 'typebox';

export type Notifications = Static<typeof Notifications>;
export const Notifications = Type.Object({
  publicKey: Type.String({ description: "The hub's key, base64url: what `pushManager.subscribe` wants." }),
  places: Type.Array(Type.Enum(['webhook', 'ntfy']), { description: 'Where else visits are told.' }),
});

const Key = (length: number) =>
  Type.String({ pattern: '^[A-Za-z0-9_-]+={0,2}$', minLength: length, maxLength: 2 * length });

export const NewPushSubscription = Type.Object(
  {
    endpoint: Type.String({ format: 'uri', pattern: '^https://', maxLength: 1024 }),
    keys: Type.Object({ p256dh: Key(80), auth: Key(20) }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);

export const PushEndpoint = Type.Object(
  { endpoint: Type.String({ maxLength: 1024 }) },
  { additionalProperties: false },
);
