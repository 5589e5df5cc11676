import { Choice } from '../components/choice.js';
import { Switch } from '../components/switch.js';
import { useWords } from '../i18n/language.js';
import type { CameraSettingsFieldsProps } from './camera-settings-fields.js';

const levels = [-2, -1, 0, 1, 2] as const;
const gains = [2, 4, 8, 16, 32, 64, 128] as const;
const clocks = [8, 10, 20] as const;

/** Fields of which way up the picture is; nothing where the camera cannot turn it. */
export function WayUp({ wanted, can, onChange }: CameraSettingsFieldsProps) {
  const { words } = useWords();
  return (
    <>
      {can.includes('flip') && (
        <Switch label={words.camera.flip} on={wanted.flip === true} onChange={(flip) => onChange({ flip })} />
      )}
      {can.includes('mirror') && (
        <Switch
          label={words.camera.mirror}
          on={wanted.mirror === true}
          onChange={(mirror) => onChange({ mirror })}
        />
      )}
    </>
  );
}

/** Fields of light and image sensor, folded; nothing for a camera that has none of them. */
export function LightAndSensor(props: CameraSettingsFieldsProps) {
  const { words } = useWords();
  const names = ['brightness', 'contrast', 'exposure', 'nightMode', 'gainCeiling', 'clockMhz'];
  if (!names.some((name) => props.can.includes(name))) return null;
  return (
    <details>
      <summary>{words.camera.light}</summary>
      <Levels {...props} />
      <Sensor {...props} />
    </details>
  );
}

function Levels({ wanted, can, onChange }: CameraSettingsFieldsProps) {
  const { words, format } = useWords();
  const { brightnesses, contrasts, exposures } = words.camera;
  const names = { brightness: brightnesses, contrast: contrasts, exposure: exposures } as const;
  return (['brightness', 'contrast', 'exposure'] as const)
    .filter((key) => can.includes(key))
    .map((key) => (
      <Choice
        key={key}
        label={words.camera[key]}
        value={wanted[key] ?? 0}
        options={names[key].map((name, index) => [levels[index] ?? 0, name] as const)}
        other={format.number}
        onChange={(level) => onChange({ [key]: level })}
      />
    ));
}

function Sensor({ wanted, can, onChange }: CameraSettingsFieldsProps) {
  const { words, format } = useWords();
  const times = (most: number) => words.camera.times(format.number(most));
  const megahertz = (clock: number) => words.camera.megahertz(format.number(clock));
  return (
    <>
      {can.includes('nightMode') && (
        <Switch
          label={words.camera.nightMode}
          on={wanted.nightMode === true}
          onChange={(nightMode) => onChange({ nightMode })}
        />
      )}
      {can.includes('gainCeiling') && (
        <Choice
          label={words.camera.gainCeiling}
          value={wanted.gainCeiling ?? 8}
          options={gains.map((most) => [most, times(most)] as const)}
          other={times}
          hint={words.camera.gainHint}
          onChange={(gainCeiling) => onChange({ gainCeiling })}
        />
      )}
      {can.includes('clockMhz') && (
        <Choice
          label={words.camera.clockMhz}
          value={wanted.clockMhz ?? 10}
          options={clocks.map((clock) => [clock, megahertz(clock)] as const)}
          other={megahertz}
          hint={words.camera.clockHint}
          onChange={(clockMhz) => onChange({ clockMhz })}
        />
      )}
    </>
  );
}
