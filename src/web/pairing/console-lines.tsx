import type { CameraCreated } from '../api/camera-calls.js';
import { announce } from '../components/notices.js';
import { useWords } from '../i18n/language.js';

/** Lines to type on the camera's serial console, shown this once. */
export function ConsoleLines({ made }: { made: CameraCreated }) {
  const { words } = useWords();
  const [connect, wifi, hub] = words.pairing.cableSteps;
  const network = { ssid: words.pairing.cableWifiName, password: words.pairing.cableWifiPassword };
  if (made.console === null) {
    return (
      <>
        <p>{words.pairing.cableElsewhere}</p>
        <Line text={made.mqtt.username} />
        <Line text={made.mqtt.password} />
      </>
    );
  }
  return (
    <>
      <ol class="cable-steps">
        <li>{connect}</li>
        <li>
          {wifi}
          <Line text={`wifi ${JSON.stringify(network)}`} />
        </li>
        <li>
          {hub}
          <Line text={made.console} />
        </li>
      </ol>
      <p class="soft small">{words.pairing.cableOnce}</p>
      <p class="cable-wait" role="status">
        <span class="spinner" />
        {words.pairing.cableWaiting}
      </p>
    </>
  );
}

function Line({ text }: { text: string }) {
  const { words } = useWords();
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => announce(words.pairing.copied),
      () => undefined,
    );
  return (
    <div class="console-line">
      <code>{text}</code>
      {isSecureContext && (
        <button type="button" class="text-button" onClick={copy}>
          {words.pairing.copy}
        </button>
      )}
    </div>
  );
}
