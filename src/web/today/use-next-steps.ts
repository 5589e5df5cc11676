import { useEffect, useState } from 'preact/hooks';
import { canPush, currentPush } from '../api/push.js';
import { session } from '../api/session.js';
import { useCameras } from '../components/camera-names.js';
import { useIsGuest } from '../components/guest.js';
import { useHousehold } from '../components/household.js';
import { nameHere } from '../core/base.js';
import { installOffer, installsByHand, isInstalled } from '../core/install.js';
import { useSignal } from '../core/signal.js';
import { NEXT_STEPS, type NextStep, openSteps } from './next-steps.js';

const key = () => nameHere('petcam.put-off');

/** Steps that were put off on this device, from then on. */
function readPutOff(): Set<NextStep> {
  const kept = (localStorage.getItem(key()) ?? '').split(' ');
  return new Set(NEXT_STEPS.filter((step) => kept.includes(step)));
}

/** Steps that are left for who is signed in, on this device; a guest has nothing to set up. */
export function useNextSteps() {
  const { list: cameras } = useCameras();
  const { list: pets } = useHousehold();
  const who = useSignal(session);
  const isGuest = useIsGuest();
  const offer = useSignal(installOffer);
  const [mayNotify, setMayNotify] = useState<boolean | null>(null);
  const [putOff, setPutOff] = useState(readPutOff);
  // A form that is being filled in stays until the person leaves it, though its step is done by then.
  const [held, setHeld] = useState<NextStep | null>(null);
  useEffect(() => {
    if (canPush() && Notification.permission !== 'denied')
      currentPush().then(
        (found) => setMayNotify(found === null),
        () => undefined,
      );
  }, []);
  const open = isGuest
    ? []
    : openSteps(
        {
          isOwner: who.state === 'in' && who.user.role === 'owner',
          cameras: cameras?.length ?? null,
          pets: pets?.length ?? null,
          mayNotify,
          mayInstall: !isInstalled() && (offer !== null || installsByHand()),
        },
        putOff,
      );
  const steps = held && !open.includes(held) ? [held, ...open] : open;
  const leave = (step: NextStep) => {
    const next = new Set([...putOff, step]);
    localStorage.setItem(key(), [...next].join(' '));
    setPutOff(next);
    setHeld(null);
  };
  return { steps, leave, hold: setHeld, notified: () => setMayNotify(false) };
}
