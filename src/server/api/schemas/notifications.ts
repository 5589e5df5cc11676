import Type, { type Static } from 'typebox';

/** Value that the schema `AlertSwitches` describes: which alerts are told, by their kind. */
export type AlertSwitches = Static<typeof AlertSwitches>;
/** Switches of what is told beside visits. */
export const AlertSwitches = Type.Object(
  {
    'camera-offline': Type.Boolean({ description: 'A camera has been offline for ten minutes.' }),
    'hub-trouble': Type.Boolean({ description: 'The health of the hub has had an issue for ten minutes.' }),
    'hub-recovered': Type.Boolean({ description: 'The hub is well again, after trouble that was told.' }),
  },
  { additionalProperties: false },
);

/** Body that changes some of the switches. */
export const AlertSwitchesChange = Type.Partial(AlertSwitches, {
  additionalProperties: false,
  minProperties: 1,
});

/** Value that the schema `VisitRules` describes. */
export type VisitRules = Static<typeof VisitRules>;
/** Rules of when visits are told. */
export const VisitRules = Type.Object({
  onlyWhenAway: Type.Boolean({ description: 'Only while nobody is at home, as Home Assistant says.' }),
  presence: Type.Union([Type.Enum(['home', 'away']), Type.Null()], {
    description:
      'Whether somebody is at home; null while Home Assistant does not say, and then visits are told.',
  }),
});

/** Body that changes when visits are told. */
export const VisitRulesChange = Type.Object(
  { onlyWhenAway: Type.Boolean() },
  { additionalProperties: false },
);

/** Value that the schema `Notifications` describes. */
export type Notifications = Static<typeof Notifications>;
/** Ways of notification that are set up. */
export const Notifications = Type.Object({
  publicKey: Type.String({ description: "The hub's key, base64url: what `pushManager.subscribe` wants." }),
  places: Type.Array(Type.Enum(['webhook', 'ntfy']), { description: 'Where else visits are told.' }),
  alerts: AlertSwitches,
  visits: VisitRules,
});

const Key = (length: number) =>
  Type.String({ pattern: '^[A-Za-z0-9_-]+={0,2}$', minLength: length, maxLength: 2 * length });

/** Body of a browser's push subscription (RFC 8030, RFC 8291). */
export const NewPushSubscription = Type.Object(
  {
    endpoint: Type.String({ format: 'uri', pattern: '^https://', maxLength: 1024 }),
    keys: Type.Object({ p256dh: Key(80), auth: Key(20) }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);

/** Body that names a push subscription to remove. */
export const PushEndpoint = Type.Object(
  { endpoint: Type.String({ maxLength: 1024 }) },
  { additionalProperties: false },
);
