import { useEffect, useState } from 'preact/hooks';
import { getNotifications } from '../api/calls.js';
import { noticePicture } from '../api/notice-picture.js';
import { beginPush, canPush, currentPush, endPush } from '../api/push.js';
import { useBusy } from '../components/busy.js';
import { Group } from '../components/group.js';
import { PushFault } from '../components/push-fault.js';
import { Switch } from '../components/switch.js';
import { useWords } from '../i18n/language.js';
import { OnlyWhenAway } from './only-when-away.js';

type Ways = Awaited<ReturnType<typeof getNotifications>>;

/** Settings of the notifications on this phone. */
export function Notifications() {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [ways, setWays] = useState<Ways | null>(null);
  const [target, setTarget] = useState<PushSubscription | null>(null);
  const [picture, setPicture] = useState(true);
  useEffect(() => {
    getNotifications().then(setWays, () => undefined);
    if (!canPush()) return;
    currentPush().then(setTarget, () => undefined);
    noticePicture().then(setPicture, () => undefined);
  }, []);
  if (!ways) return null;
  const toggle = () =>
    run(async () => {
      if (target) await endPush(target);
      setTarget(target ? null : await beginPush(ways.publicKey));
    });
  const choosePicture = (shows: boolean) =>
    void run(async () => {
      setPicture(await noticePicture(shows));
    });
  return (
    <Group title={words.settings.notifications}>
      <p class="soft">{canPush() ? words.settings.notifyLead : words.settings.notifyNowhere}</p>
      {canPush() && (
        <button type="button" class="button quiet wide" aria-disabled={busy} onClick={() => void toggle()}>
          {target ? words.settings.notifyOff : words.settings.notifyOn}
        </button>
      )}
      {target && <Switch label={words.settings.notifyPicture} on={picture} onChange={choosePicture} />}
      <PushFault fault={fault} />
      <OnlyWhenAway rules={ways.visits} />
      {ways.places.length > 0 && (
        <p class="soft small">{words.settings.notifyElsewhere(ways.places.join(', '))}</p>
      )}
    </Group>
  );
}
