import { useId } from 'preact/hooks';
import type { CameraSettings } from '../api/camera-calls.js';
import { Choice } from '../components/choice.js';
import { Switch } from '../components/switch.js';
import { useWords } from '../i18n/language.js';
import { LightAndSensor, WayUp } from './camera-image-fields.js';
import { MotionZones } from './motion-zones.js';

/** Camera, settings in the form, what the camera can do beyond the first cameras, and the callback for a change. */
export interface CameraSettingsFieldsProps {
  camera: { id: string; turn: 0 | 90 | 180 | 270 };
  wanted: CameraSettings;
  can: readonly string[];
  onChange: (part: Partial<CameraSettings>) => void;
}

/** Settings of bursts and motion, which every camera has, also one by address. */
export type BurstSettings = Pick<
  CameraSettings,
  'motion' | 'motionSensitivity' | 'motionIgnore' | 'burstFrames' | 'burstIntervalMs' | 'cooldownMs'
>;

/** Fields of bursts and motion: as of all settings, but with these alone. */
export interface BurstFieldsProps extends Omit<CameraSettingsFieldsProps, 'wanted' | 'onChange'> {
  wanted: BurstSettings;
  onChange: (part: Partial<BurstSettings>) => void;
}

const sizes = [
  ['qvga', '320 × 240'],
  ['vga', '640 × 480'],
  ['svga', '800 × 600'],
  ['xga', '1024 × 768'],
  ['sxga', '1280 × 1024'],
  ['uxga', '1600 × 1200'],
] as const;
const qualities = { 8: 'fine', 10: 'good', 14: 'plain', 22: 'small' } as const;
const intervals = [100, 200, 400, 700, 1000, 2000, 5000];
const rests = [1000, 5000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000];
const schedules = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400];

/** Fields of all settings that this camera has. */
export function CameraSettingsFields(props: CameraSettingsFieldsProps) {
  return (
    <>
      <Pictures {...props} />
      <WayUp {...props} />
      <Motion {...props} />
      <Light {...props} />
      <LightAndSensor {...props} />
      <More {...props} />
    </>
  );
}

function Pictures(props: CameraSettingsFieldsProps) {
  const { words, format } = useWords();
  const { wanted, onChange } = props;
  return (
    <>
      <Choice
        label={words.camera.size}
        value={wanted.frameSize}
        options={sizes}
        other={String}
        onChange={(frameSize) => onChange({ frameSize })}
      />
      <Choice
        label={words.camera.quality}
        value={wanted.quality}
        options={Object.entries(qualities).map(
          ([value, name]) => [Number(value), words.camera.qualities[name]] as const,
        )}
        other={format.number}
        onChange={(quality) => onChange({ quality })}
      />
      <Bursts {...props} />
    </>
  );
}

/** Fields of how many frames a burst has, and how far apart. */
export function Bursts({ wanted, onChange }: Pick<BurstFieldsProps, 'wanted' | 'onChange'>) {
  const { words, format } = useWords();
  const seconds = (ms: number) => format.seconds(ms);
  const whole = ((wanted.burstFrames - 1) * wanted.burstIntervalMs) / 1000;
  return (
    <>
      <Choice
        label={words.camera.frames}
        value={wanted.burstFrames}
        options={Array.from({ length: 20 }, (_, index) => [index + 1, format.number(index + 1)] as const)}
        other={format.number}
        onChange={(burstFrames) => onChange({ burstFrames })}
      />
      <Choice
        label={words.camera.interval}
        value={wanted.burstIntervalMs}
        options={intervals.map((ms) => [ms, seconds(ms)] as const)}
        other={seconds}
        hint={words.camera.burstHint(format.number(whole))}
        onChange={(burstIntervalMs) => onChange({ burstIntervalMs })}
      />
    </>
  );
}

/** Fields of what motion is, and of the rest after a burst. */
export function Motion({ camera, wanted, can, onChange }: BurstFieldsProps) {
  const { words, format } = useWords();
  const id = useId();
  const [least, most] = words.camera.sensitivityEnds;
  return (
    <>
      <Switch label={words.camera.motion} on={wanted.motion} onChange={(motion) => onChange({ motion })} />
      {wanted.motion && (
        <div class="field">
          <label for={id}>{words.camera.sensitivity}</label>
          <input
            id={id}
            type="range"
            min={1}
            max={10}
            step={1}
            value={wanted.motionSensitivity}
            aria-valuetext={words.camera.sensitivityAt(wanted.motionSensitivity)}
            onInput={(event) => onChange({ motionSensitivity: Number(event.currentTarget.value) })}
          />
          <p class="ends soft small" aria-hidden="true">
            <span>{least}</span>
            <span>{most}</span>
          </p>
        </div>
      )}
      {wanted.motion && can.includes('motionIgnore') && wanted.motionIgnore !== undefined && (
        <MotionZones
          camera={camera}
          digits={wanted.motionIgnore}
          onChange={(motionIgnore) => onChange({ motionIgnore })}
        />
      )}
      <Choice
        label={words.camera.cooldown}
        value={wanted.cooldownMs}
        options={rests.map((ms) => [ms, format.duration(ms)] as const)}
        other={format.duration}
        onChange={(cooldownMs) => onChange({ cooldownMs })}
      />
    </>
  );
}

function Light({ wanted, onChange }: CameraSettingsFieldsProps) {
  const { words, format } = useWords();
  const every = (seconds: number) => words.camera.every(format.duration(seconds * 1000));
  return (
    <>
      <Choice
        label={words.camera.flash}
        value={wanted.flash}
        options={(['off', 'auto', 'on'] as const).map(
          (flash) => [flash, words.camera.flashes[flash]] as const,
        )}
        other={String}
        onChange={(flash) => onChange({ flash })}
      />
      <Choice
        label={words.camera.schedule}
        value={wanted.scheduleSeconds}
        options={[
          [0, words.camera.scheduleNever] as const,
          ...schedules.map((seconds) => [seconds, every(seconds)] as const),
        ]}
        other={every}
        onChange={(scheduleSeconds) => onChange({ scheduleSeconds })}
      />
    </>
  );
}

function More({ wanted, onChange }: CameraSettingsFieldsProps) {
  const { words, format } = useWords();
  return (
    <details>
      <summary>{words.camera.more}</summary>
      <Choice
        label={words.camera.warmup}
        value={wanted.warmupFrames}
        options={Array.from({ length: 11 }, (_, index) => [index, format.number(index)] as const)}
        other={format.number}
        hint={words.camera.warmupHint}
        onChange={(warmupFrames) => onChange({ warmupFrames })}
      />
    </details>
  );
}
