/** Settings that an owner may change on a camera. docs/PROTOCOL.md, section "State", second table. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '../../core/errors.js';
import type { CameraSettings, LaterSettings } from './types.js';

/** The settings with their ranges; also the schema of the API's call. */
export const SettingsSchema = Type.Object({
  frameSize: Type.Enum(['qvga', 'vga', 'svga', 'xga', 'sxga', 'uxga']),
  quality: Type.Integer({ minimum: 6, maximum: 40, description: "The sensor's scale, lower is better." }),
  burstFrames: Type.Integer({ minimum: 1, maximum: 20 }),
  burstIntervalMs: Type.Integer({ minimum: 100, maximum: 5000 }),
  warmupFrames: Type.Integer({ minimum: 0, maximum: 10 }),
  motion: Type.Boolean(),
  motionSensitivity: Type.Integer({ minimum: 1, maximum: 10 }),
  cooldownMs: Type.Integer({ minimum: 1000, maximum: 3_600_000 }),
  flash: Type.Enum(['off', 'on', 'auto']),
  scheduleSeconds: Type.Union([Type.Literal(0), Type.Integer({ minimum: 60, maximum: 86_400 })], {
    description: '0 for never, or 60 to 86400.',
  }),
  flip: Type.Optional(Type.Boolean({ description: 'Upside down.' })),
  mirror: Type.Optional(Type.Boolean({ description: 'Left and right exchanged.' })),
  brightness: Type.Optional(Type.Integer({ minimum: -2, maximum: 2 })),
  contrast: Type.Optional(Type.Integer({ minimum: -2, maximum: 2 })),
  exposure: Type.Optional(
    Type.Integer({ minimum: -2, maximum: 2, description: 'How bright the automatic exposure aims.' }),
  ),
  gainCeiling: Type.Optional(
    Type.Enum([2, 4, 8, 16, 32, 64, 128], { description: 'The most that the automatic gain takes.' }),
  ),
  nightMode: Type.Optional(Type.Boolean({ description: 'Fewer, longer exposures in the dark.' })),
  clockMhz: Type.Optional(Type.Enum([8, 10, 20], { description: "The sensor's clock." })),
  motionIgnore: Type.Optional(
    Type.String({
      pattern: '^[0-9a-f]{48}$',
      description:
        'Cells of the 16 by 12 motion grid that do not count, a bit each, row by row from the upper left.',
    }),
  ),
});

/** Settings of a camera that nobody has changed. */
export const DEFAULT_SETTINGS: Readonly<CameraSettings> = Object.freeze({
  frameSize: 'svga',
  quality: 10,
  burstFrames: 8,
  burstIntervalMs: 400,
  warmupFrames: 4,
  motion: true,
  motionSensitivity: 5,
  cooldownMs: 10_000,
  flash: 'off',
  scheduleSeconds: 0,
});

/** Values of the settings that the first cameras do not have, in a camera whose owner has not changed them. */
export const LATER_DEFAULTS: Readonly<Required<LaterSettings>> = Object.freeze({
  flip: false,
  mirror: false,
  brightness: 0,
  contrast: 0,
  exposure: 0,
  gainCeiling: 8,
  nightMode: false,
  clockMhz: 10,
  motionIgnore: '0'.repeat(48),
});

/** Names in `change` of settings that a camera with these capabilities does not have. */
export function settingsBeyond(capabilities: readonly string[] = [], change: object): string[] {
  return Object.keys(change).filter((name) => name in LATER_DEFAULTS && !capabilities.includes(name));
}

const changes = Compile(Type.Partial(SettingsSchema));

/**
 * Settings in force after `change`, which holds any of them; unknown keys are ignored. Throws a `Refusal`
 * `invalid` whose message names the key, and then nothing is changed.
 */
export function applySettings(current: CameraSettings, change: unknown): CameraSettings {
  if (!changes.Check(change)) {
    const [first] = changes.Errors(change);
    throw new Refusal('invalid', `${first?.instancePath.slice(1) || 'settings'} ${first?.message}`);
  }
  return { ...current, ...(changes.Clean(change) as Partial<CameraSettings>) };
}
