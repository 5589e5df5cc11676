import { useEffect, useState } from 'preact/hooks';
import { isBackedUp } from '../api/backup-calls.js';
import { getHealth } from '../api/calls.js';
import { canPush, currentPush } from '../api/push.js';
import { session } from '../api/session.js';
import { useCameras } from '../components/camera-names.js';
import { useIsGuest } from '../components/guest.js';
import { useHousehold } from '../components/household.js';
import { useIsOwner } from '../components/owner.js';
import { nameHere } from '../core/base.js';
import { installOffer, installsByHand, isInstalled } from '../core/install.js';
import { type LinksLead, movedTo } from '../core/moved.js';
import { signal, useSignal } from '../core/signal.js';
import { NEXT_STEPS, type NextStep, openSteps } from './next-steps.js';

/** Whether photos are copied to somewhere else; null until an owner has asked. */
const backedUp = signal<boolean | null>(null);

/** Where links of the hub lead; null until it is known. */
const lead = signal<LinksLead | null>(null);

/** The photos wait for the cards, but not for long. */
const MOST_WAIT_MS = 1500;

/** Asks what only the cards want to know; they wait for it, so that none comes in later and moves the photos. */
export async function readNextSteps(): Promise<void> {
  const who = session.get();
  const putOff = readPutOff();
  if (who.state !== 'in' || who.user.role === 'guest') return;
  const asksBackups = who.user.role === 'owner' && !putOff.has('backups');
  const asked = Promise.allSettled([
    ...(putOff.has('move') ? [] : [getHealth().then(({ details }) => lead.set(details ?? null))]),
    ...(asksBackups ? [isBackedUp().then(backedUp.set)] : []),
  ]);
  await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, MOST_WAIT_MS))]);
}

/** Where this page stands. */
const here = () => ({
  origin: location.origin,
  hostname: location.hostname,
  isFramed: window !== window.top,
});

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
  const isOwner = useIsOwner();
  const isGuest = useIsGuest();
  const offer = useSignal(installOffer);
  const [mayNotify, setMayNotify] = useState<boolean | null>(null);
  const isHomeBackedUp = useSignal(backedUp);
  const links = useSignal(lead);
  const newAddress = links && movedTo(links, here());
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
          newAddress,
          isOwner,
          cameras: cameras?.length ?? null,
          pets: pets?.length ?? null,
          mayNotify,
          mayInstall: !isInstalled() && (offer !== null || installsByHand()),
          isBackedUp: isHomeBackedUp,
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
  const needsTailscale = links?.links === 'tailscale';
  return { steps, newAddress, needsTailscale, leave, hold: setHeld, notified: () => setMayNotify(false) };
}
