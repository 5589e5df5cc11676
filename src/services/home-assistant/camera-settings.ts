/** Settings of later cameras as Home Assistant shows and sets them. The cells of motion are drawn on the page alone. */
import type { CameraState, LaterSettings } from '../../cameras/protocol/types.js';
import { Refusal } from '../../core/errors.js';

/** Names of the settings that become entities. */
export type EntitySetting = Exclude<keyof LaterSettings, 'motionIgnore'>;

interface SettingEntity {
  platform: 'switch' | 'number' | 'select';
  name: string;
  icon: string;
  /** Keys of the platform beside those of every entity. */
  more: Readonly<Record<string, unknown>>;
}

const toggle = (name: string, icon: string): SettingEntity => ({ platform: 'switch', name, icon, more: {} });
const level = (name: string, icon: string): SettingEntity => ({
  ...{ platform: 'number', name, icon },
  more: { min: -2, max: 2, step: 1, mode: 'slider' },
});
const choice = (name: string, icon: string, values: readonly number[]): SettingEntity => ({
  ...{ platform: 'select', name, icon },
  more: { options: values.map(String) },
});

const ENTITIES: Readonly<Record<EntitySetting, SettingEntity>> = {
  flip: toggle('Flip', 'mdi:flip-vertical'),
  mirror: toggle('Mirror', 'mdi:flip-horizontal'),
  brightness: level('Brightness', 'mdi:brightness-6'),
  contrast: level('Contrast', 'mdi:contrast-circle'),
  exposure: level('Exposure', 'mdi:camera-iris'),
  gainCeiling: choice('Gain ceiling', 'mdi:volume-high', [2, 4, 8, 16, 32, 64, 128]),
  nightMode: toggle('Night mode', 'mdi:weather-night'),
  clockMhz: choice('Sensor clock', 'mdi:sine-wave', [8, 10, 20]),
};

/** All settings that become entities, in the order in which they are announced. */
export const ENTITY_SETTINGS = Object.keys(ENTITIES) as EntitySetting[];

/** True for a name of `ENTITY_SETTINGS`. */
export const isEntitySetting = (name: string): name is EntitySetting => Object.hasOwn(ENTITIES, name);

/** Key of an entity in a discovery message: lower case with underscores. */
const keyOf = (setting: EntitySetting) => setting.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Makes one component of a discovery message. */
export type ComponentMaker = (
  platform: string,
  key: string,
  name: string,
  more: Record<string, unknown>,
) => Record<string, unknown>;

/**
 * Components of the settings that the camera can do. Each of the others has its platform alone, by which Home
 * Assistant removes an entity that it was told of before and ignores one that it never knew.
 */
export function settingComponents(
  capabilities: readonly string[],
  stateTopic: string,
  orderTopic: (setting: EntitySetting) => string,
  component: ComponentMaker,
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    ENTITY_SETTINGS.map((setting) => {
      const { platform, name, icon, more } = ENTITIES[setting];
      if (!capabilities.includes(setting)) return [keyOf(setting), { platform }];
      return [
        keyOf(setting),
        component(platform, keyOf(setting), name, {
          state_topic: stateTopic,
          value_template: `{{ value_json.settings.${setting} }}`,
          command_topic: orderTopic(setting),
          icon,
          entity_category: 'config',
          ...more,
        }),
      ];
    }),
  );
}

/** Values of the settings in force as the entities read them: switches as `ON` and `OFF`. */
export function settingValues(state: CameraState | null): Record<string, string | number> {
  const known = ENTITY_SETTINGS.filter((setting) => state?.capabilities?.includes(setting));
  return Object.fromEntries(
    known.flatMap((setting) => {
      const value = state?.settings[setting];
      if (value === undefined) return [];
      return [[setting, typeof value === 'boolean' ? (value ? 'ON' : 'OFF') : value]];
    }),
  );
}

/**
 * Change of settings that an order asks for; the camera checks its range. Throws a `Refusal`: `setting-unsupported`
 * for what the camera cannot do, `invalid` for a payload that is no value.
 */
export function settingChange(
  state: CameraState | null,
  setting: EntitySetting,
  payload: string,
): Record<string, unknown> {
  if (!state?.capabilities?.includes(setting))
    throw new Refusal('setting-unsupported', `This camera has no setting ${setting}.`);
  const isSwitch = ENTITIES[setting].platform === 'switch';
  if (!(isSwitch ? /^(ON|OFF)$/ : /^-?\d{1,3}(\.0)?$/).test(payload))
    throw new Refusal('invalid', `The payload is no value of ${setting}.`);
  return { [setting]: isSwitch ? payload === 'ON' : Number(payload) };
}
