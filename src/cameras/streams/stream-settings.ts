import Type, { type Static } from 'typebox';
import { DEFAULT_SETTINGS, LATER_DEFAULTS, SettingsSchema } from '../protocol/settings.js';

const { motion, motionSensitivity, burstFrames, burstIntervalMs, cooldownMs } = SettingsSchema.properties;

/** Settings of a camera by address: those of the wire contract that the hub itself follows for it. */
export const StreamSettingsSchema = Type.Object(
  {
    motion,
    motionSensitivity,
    motionIgnore: Type.String({
      pattern: '^[0-9a-f]{48}$',
      description:
        'Cells of the 16 by 12 motion grid that do not count, a bit each, row by row from the upper left.',
    }),
    burstFrames,
    burstIntervalMs,
    cooldownMs,
  },
  { additionalProperties: false },
);
/** Value that the schema `StreamSettingsSchema` describes. */
export type StreamSettings = Static<typeof StreamSettingsSchema>;

/** Settings of a camera by address that nobody has changed. */
export const DEFAULT_STREAM_SETTINGS: Readonly<StreamSettings> = Object.freeze({
  motion: DEFAULT_SETTINGS.motion,
  motionSensitivity: DEFAULT_SETTINGS.motionSensitivity,
  motionIgnore: LATER_DEFAULTS.motionIgnore,
  burstFrames: DEFAULT_SETTINGS.burstFrames,
  burstIntervalMs: DEFAULT_SETTINGS.burstIntervalMs,
  cooldownMs: DEFAULT_SETTINGS.cooldownMs,
});
