import type { ComponentChildren } from 'preact';
import type { Camera } from '../api/calls.js';
import { Group } from '../components/group.js';
import { WifiStrength } from '../components/wifi-strength.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';

/** dBm; from here on photos take long and some get lost. */
const weak = -78;

/** How a camera is, and what to do when it is not well. */
export function CameraFacts({ camera }: { camera: Camera }) {
  const { words, format } = useWords();
  const { state, online, lastSeenAt } = camera;
  const filter = { camera: camera.id };
  return (
    <Group title={words.camera.about}>
      {state && <Advice camera={camera} />}
      <dl class="rows">
        {state && online && (
          <Fact name={words.cameras.signal}>
            <WifiStrength rssi={state.rssi} />
          </Fact>
        )}
        <Fact name={words.camera.lastHeard}>
          {lastSeenAt === null ? words.camera.never : format.ago(lastSeenAt, Date.now())}
        </Fact>
        <Fact name={words.cameras.photos}>
          <a class="numbers" href={formatRoute({ name: 'gallery', filter })}>
            {format.number(camera.photos)}
          </a>
        </Fact>
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

function Advice({ camera }: { camera: Camera }) {
  const { words } = useWords();
  const { state, online } = camera;
  if (state?.resetReason === 'brownout') return <p class="advice">{words.camera.brownoutHint}</p>;
  if (online && state && state.rssi < weak) return <p class="advice">{words.camera.weakHint}</p>;
  return null;
}
