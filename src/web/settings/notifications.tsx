import { useEffect, useState } from 'preact/hooks';
import { addPushTarget, endPushTarget, getNotifications } from '../api/calls.js';
import { ApiProblem, Unreachable } from '../api/problem.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { useWords } from '../i18n/language.js';

type Ways = Awaited<ReturnType<typeof getNotifications>>;

const canPush = () => isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window;

/** Settings of the notifications on this phone. */
export function Notifications() {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [ways, setWays] = useState<Ways | null>(null);
  const [target, setTarget] = useState<PushSubscription | null>(null);
  useEffect(() => {
    getNotifications().then(setWays, () => undefined);
    if (canPush()) {
      const found = navigator.serviceWorker.ready.then(({ pushManager }) => pushManager.getSubscription());
      found.then(setTarget, () => undefined);
    }
  }, []);
  if (!ways) return null;
  const toggle = () =>
    run(async () => {
      if (target) await end(target);
      setTarget(target ? null : await begin(ways.publicKey));
    });
  return (
    <Group title={words.settings.notifications}>
      <p class="soft">{canPush() ? words.settings.notifyLead : words.settings.notifyNowhere}</p>
      {canPush() && (
        <button type="button" class="button quiet wide" aria-disabled={busy} onClick={() => void toggle()}>
          {target ? words.settings.notifyOff : words.settings.notifyOn}
        </button>
      )}
      <div role="alert">{fault !== null && <p class="fault">{sayPushFault(fault)}</p>}</div>
      {ways.places.length > 0 && (
        <p class="soft small">{words.settings.notifyElsewhere(ways.places.join(', '))}</p>
      )}
    </Group>
  );

  /** Anything but an answer of the hub is a refusal of the browser. */
  function sayPushFault(thrown: unknown): string {
    const isHubs = thrown instanceof ApiProblem || thrown instanceof Unreachable;
    return isHubs ? sayFault(thrown, words) : words.settings.notifyDenied;
  }
}

/** Asks the person, then the browser's push service, and tells the hub where to. */
async function begin(publicKey: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const target = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint = '', keys = {} } = target.toJSON();
  await addPushTarget({ endpoint, keys: { p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' } });
  return target;
}

async function end(target: PushSubscription): Promise<void> {
  await endPushTarget(target.endpoint);
  await target.unsubscribe();
}
