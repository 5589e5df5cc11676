import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { getNotifications } from '../api/calls.js';
import { beginMove } from '../api/move-calls.js';
import { beginPush } from '../api/push.js';
import { BackupSteps } from '../components/backup-steps.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { useHousehold } from '../components/household.js';
import { Icon } from '../components/icon.js';
import { NewPet } from '../components/new-pet.js';
import { showToast } from '../components/notices.js';
import { PushFault } from '../components/push-fault.js';
import { installOffer, isInstalled } from '../core/install.js';
import { formatRoute } from '../core/route.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';
import { moveWords } from '../i18n/move.js';
import { nextStepWords } from '../i18n/next-steps.js';
import type { NextStep } from './next-steps.js';
import { readNextSteps, useNextSteps } from './use-next-steps.js';

/**
 * Cards of what is left to set up, each with its button and each to be put off. A home without photos shows all of it; beside photos
 * there is one card at a time.
 */
function NextStepCards({ isBesidePhotos }: { isBesidePhotos: boolean }) {
  const { steps, newAddress, needsTailscale, leave, hold, notified } = useNextSteps();
  const card = (step: NextStep) => {
    const onLeave = () => leave(step);
    switch (step) {
      case 'move':
        return (
          <MoveCard key={step} address={newAddress ?? ''} needsTailscale={needsTailscale} onLeave={onLeave} />
        );
      case 'camera':
        return <CameraCard key={step} onLeave={onLeave} />;
      case 'pets':
        return <PetsCard key={step} onLeave={onLeave} onBegun={() => hold('pets')} />;
      case 'notify':
        return <NotifyCard key={step} onLeave={onLeave} onDone={notified} />;
      case 'home-screen':
        return <HomeScreenCard key={step} onLeave={onLeave} />;
      default:
        return <BackupsCard key={step} onLeave={onLeave} />;
    }
  };
  return <>{steps.slice(0, isBesidePhotos ? 1 : steps.length).map(card)}</>;
}

/** Gives the cards once it is known which are left, so that none comes in later and moves the photos. */
export async function loadNextStepCards(): Promise<typeof NextStepCards> {
  await readNextSteps();
  return NextStepCards;
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

/** A hub that has another address: browsers keep sign-in, notifications and home-screen app of each apart. */
function MoveCard(props: CardProps & { address: string; needsTailscale: boolean }) {
  const { words, language } = useWords();
  const { busy, fault, run } = useBusy();
  const texts = moveWords[language];
  return (
    <Card id="move" title={texts.title} lead={texts.lead(props.address)}>
      {props.needsTailscale && <p class="soft">{texts.tailscale}</p>}
      {isInstalled() && <p class="soft">{texts.homeScreen}</p>}
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <button
        type="button"
        class="button wide"
        aria-disabled={busy}
        onClick={() => void run(async () => location.assign(await beginMove()))}
      >
        {texts.move}
      </button>
      <NotNow onLeave={props.onLeave} />
    </Card>
  );
}

function CameraCard({ onLeave }: CardProps) {
  const { words, language } = useWords();
  const { camera } = nextStepWords[language];
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
  const { words, language } = useWords();
  const { busy, fault, run } = useBusy();
  const { notify } = nextStepWords[language];
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
  const { language } = useWords();
  const offer = useSignal(installOffer);
  const { homeScreen } = nextStepWords[language];
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

/** A folder for backups is set at the hub, so the card shows how. */
function BackupsCard({ onLeave }: CardProps) {
  const { language } = useWords();
  const { backups } = nextStepWords[language];
  const [shows, setShows] = useState(false);
  return (
    <Card id="backups" title={backups.title} lead={backups.lead}>
      <button type="button" class="button wide" aria-expanded={shows} onClick={() => setShows(!shows)}>
        {backups.how}
      </button>
      {shows && <BackupSteps />}
      <NotNow onLeave={onLeave} />
    </Card>
  );
}
