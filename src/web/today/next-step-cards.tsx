import type { ComponentChildren } from 'preact';
import { getNotifications } from '../api/calls.js';
import { beginPush } from '../api/push.js';
import { useBusy } from '../components/busy.js';
import { useHousehold } from '../components/household.js';
import { Icon } from '../components/icon.js';
import { NewPet } from '../components/new-pet.js';
import { showToast } from '../components/notices.js';
import { PushFault } from '../components/push-fault.js';
import { installOffer } from '../core/install.js';
import { formatRoute } from '../core/route.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';
import type { NextStep } from './next-steps.js';
import { useNextSteps } from './use-next-steps.js';

/**
 * Cards of what is left to set up, each with its button and each to be put off. A home without photos shows all of it; beside photos
 * there is one card at a time.
 */
export function NextStepCards({ isBesidePhotos }: { isBesidePhotos: boolean }) {
  const { steps, leave, hold, notified } = useNextSteps();
  const card = (step: NextStep) => {
    const onLeave = () => leave(step);
    switch (step) {
      case 'camera':
        return <CameraCard key={step} onLeave={onLeave} />;
      case 'pets':
        return <PetsCard key={step} onLeave={onLeave} onBegun={() => hold('pets')} />;
      case 'notify':
        return <NotifyCard key={step} onLeave={onLeave} onDone={notified} />;
      default:
        return <HomeScreenCard key={step} onLeave={onLeave} />;
    }
  };
  return <>{steps.slice(0, isBesidePhotos ? 1 : steps.length).map(card)}</>;
}

interface CardProps {
  onLeave: () => void;
}

function Card(props: { id: NextStep; title: string; lead: string; children: ComponentChildren }) {
  const heading = `next-${props.id}`;
  return (
    <section class="card offer" aria-labelledby={heading}>
      <div class="card-body">
        <h2 id={heading}>{props.title}</h2>
        <p class="soft">{props.lead}</p>
        {props.children}
      </div>
    </section>
  );
}

function NotNow({ onLeave }: CardProps) {
  const { words } = useWords();
  return (
    <button type="button" class="button quiet wide" onClick={onLeave}>
      {words.household.later}
    </button>
  );
}

function CameraCard({ onLeave }: CardProps) {
  const { words } = useWords();
  const { camera } = words.nextSteps;
  return (
    <Card id="camera" title={camera.title} lead={camera.lead}>
      <a class="button wide" href={formatRoute({ name: 'pairing', camera: null })}>
        <Icon name="plus" />
        {words.cameras.add}
      </a>
      <NotNow onLeave={onLeave} />
    </Card>
  );
}

/** Names one pet after the other, until the person says that these are all. */
function PetsCard({ onLeave, onBegun }: CardProps & { onBegun: () => void }) {
  const { words } = useWords();
  const { list } = useHousehold();
  const names = (list ?? []).map(({ name }) => name);
  const begun = names.length > 0;
  return (
    <Card
      id="pets"
      title={begun ? words.household.more : words.household.offer}
      lead={begun ? names.join(', ') : words.household.lead}
    >
      <NewPet onAdded={onBegun} leave={begun ? 'done' : 'later'} onLeave={onLeave} />
    </Card>
  );
}

function NotifyCard({ onLeave, onDone }: CardProps & { onDone: () => void }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const { notify } = words.nextSteps;
  const begin = () =>
    run(async () => {
      await beginPush((await getNotifications()).publicKey);
      onDone();
      showToast({ text: notify.done });
    });
  return (
    <Card id="notify" title={notify.title} lead={notify.lead}>
      <PushFault fault={fault} />
      <button type="button" class="button wide" aria-disabled={busy} onClick={() => void begin()}>
        {words.settings.notifyOn}
      </button>
      <NotNow onLeave={onLeave} />
    </Card>
  );
}

/** A browser that offers it does it on a tap; Safari has the person do it, so it says how. */
function HomeScreenCard({ onLeave }: CardProps) {
  const { words } = useWords();
  const offer = useSignal(installOffer);
  const { homeScreen } = words.nextSteps;
  const install = async (event: NonNullable<typeof offer>) => {
    const { outcome } = await event.prompt();
    installOffer.set(null);
    if (outcome === 'dismissed') onLeave();
  };
  return (
    <Card id="home-screen" title={homeScreen.title} lead={offer ? homeScreen.lead : homeScreen.byHand}>
      {offer && (
        <button type="button" class="button wide" onClick={() => void install(offer)}>
          {homeScreen.add}
        </button>
      )}
      <NotNow onLeave={onLeave} />
    </Card>
  );
}
