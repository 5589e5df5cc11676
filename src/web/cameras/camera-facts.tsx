import type { ComponentChildren } from 'preact';
import type { Camera } from '../api/calls.js';
import { Group } from '../components/group.js';
import { WifiStrength } from '../components/wifi-strength.js';
import { formatRoute } from '../core/route.js';
import type { Words } from '../i18n/en.js';
import { useWords } from '../i18n/language.js';
import { sayLastSeen } from './last-seen.js';

/** dBm; from here on photos take long and some get lost. */
const weak = -78;

/** How a camera is, and what to do when it is not well. */
export function CameraFacts({ camera }: { camera: Camera }) {
  const { words, format } = useWords();
  const { state, online } = camera;
  const filter = { camera: camera.id };
  return (
    <Group title={words.camera.about}>
      <Advice camera={camera} />
      <dl class="rows">
        {state && online && (
          <Fact name={words.cameras.signal}>
            <WifiStrength rssi={state.rssi} />
          </Fact>
        )}
        <Fact name={words.camera.lastHeard}>
          {sayLastSeen(camera, format, words, Date.now()) ?? words.camera.never}
        </Fact>
        <Fact name={words.cameras.photos}>
          <a class="numbers" href={formatRoute({ name: 'gallery', filter })}>
            {format.number(camera.photos)}
          </a>
        </Fact>
        <Issues camera={camera} />
        {camera.costlyFrames > 0 && (
          <Fact name={words.camera.costlyFrames}>{format.number(camera.costlyFrames)}</Fact>
        )}
        {state && (
          <>
            {online && <Fact name={words.cameras.uptime}>{format.duration(state.uptimeMs)}</Fact>}
            <Fact name={words.camera.started}>
              {words.camera.starts[state.resetReason] ?? state.resetReason}
            </Fact>
            {state.bursts.queued > 0 && (
              <Fact name={words.camera.waiting}>{format.number(state.bursts.queued)}</Fact>
            )}
            {state.bursts.lost > 0 && (
              <Fact name={words.cameras.lostBursts}>{format.number(state.bursts.lost)}</Fact>
            )}
            <Fact name={words.cameras.firmware}>{state.firmware}</Fact>
            <Fact name={words.camera.board}>{state.board}</Fact>
            <Sensor sensor={state.sensor} />
          </>
        )}
      </dl>
    </Group>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

type SensorShape = NonNullable<Camera['state']>['sensor'];

/** Model of the image sensor, or what it calls itself; nothing while the camera has not said it. */
function Sensor({ sensor }: { sensor: SensorShape }) {
  const { words } = useWords();
  if (!sensor?.model) return null;
  const id = sensor.id === undefined ? '' : `0x${sensor.id.toString(16)}`;
  return (
    <Fact name={words.camera.sensor}>
      {sensor.state === 'unsupported' ? words.camera.sensorUnsupported(id) : sensor.model.toUpperCase()}
    </Fact>
  );
}

function sensorHint(sensor: SensorShape, { camera }: Words): string | null {
  if (sensor?.state === 'unsupported') return camera.sensorUnsupportedHint;
  if (sensor?.state === 'failing') return camera.sensorFailingHint;
  if (sensor?.state === 'no-memory') return camera.noMemoryHint;
  return null;
}

/** Numbers of what went wrong; nothing of a camera that is well. */
function Issues({ camera: { refused, unusable, connection } }: { camera: Camera }) {
  const { words, format } = useWords();
  const reasons = refused?.reasons.map(
    ({ reason, count }) =>
      `${format.number(count)} ${words.camera.refusals[reason] ?? words.camera.otherRefusal}`,
  );
  return (
    <>
      {unusable && <Fact name={words.camera.unusable}>{format.number(unusable.bursts)}</Fact>}
      {refused && reasons && (
        <Fact name={words.camera.refused}>
          {words.camera.refusedWords(reasons.join(', '), format.ago(refused.lastAt, Date.now()))}
        </Fact>
      )}
      {connection.state !== 'steady' && (
        <Fact name={words.camera.connects}>
          {words.camera.connectsWords(format.number(connection.connects))}
        </Fact>
      )}
    </>
  );
}

function Advice({ camera }: { camera: Camera }) {
  const { words } = useWords();
  const { state, online, connection, unusable } = camera;
  if (connection.state === 'contested') return <p class="advice">{words.camera.contestedHint(camera.id)}</p>;
  const aboutSensor = sensorHint(state?.sensor, words);
  if (aboutSensor !== null) return <p class="advice">{aboutSensor}</p>;
  if (state?.resetReason === 'brownout') return <p class="advice">{words.camera.brownoutHint}</p>;
  if (online && state && state.rssi < weak) return <p class="advice">{words.camera.weakHint}</p>;
  if (connection.state === 'flapping') return <p class="advice">{words.camera.flappingHint}</p>;
  if (unusable) return <p class="advice">{words.camera.unusableHint}</p>;
  return null;
}
