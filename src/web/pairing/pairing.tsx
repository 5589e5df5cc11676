import { useEffect, useState } from 'preact/hooks';
import { cancelPairing, openPairing, type PairingStatus } from '../api/camera-calls.js';
import { session } from '../api/session.js';
import { useBusy } from '../components/busy.js';
import { useCameras } from '../components/camera-names.js';
import { Empty } from '../components/empty.js';
import { sayFault } from '../components/fault.js';
import { ScreenWait } from '../components/screen-wait.js';
import { goBack, goInstead, useArrival } from '../core/navigate.js';
import type { FoundBoard } from '../core/route.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';
import { PairingArrived } from './pairing-arrived.js';
import { PairingByAddress } from './pairing-by-address.js';
import { PairingByCable } from './pairing-by-cable.js';
import { PairingFailed } from './pairing-failed.js';
import { PairingFind } from './pairing-find.js';
import { PairingHead } from './pairing-head.js';
import { PairingStart } from './pairing-start.js';
import { PairingWifi } from './pairing-wifi.js';
import { PairingWork } from './pairing-work.js';
import { type Draft, emptyDraft, isOpen, numberOf, screenOf } from './screen.js';
import { usePairing } from './use-pairing.js';

/** Camera that is paired anew, null for a new one; and what the label of its board said. */
export interface PairingProps {
  camera: string | null;
  found?: FoundBoard | undefined;
}

/** From an unboxed camera to its first photo. */
export function Pairing({ camera, found }: PairingProps) {
  const who = useSignal(session);
  if (who.state !== 'in' || who.user.role !== 'owner') return <OwnersOnly />;
  return <Wizard camera={camera} found={found} />;
}

function OwnersOnly() {
  const { words } = useWords();
  return (
    <>
      <h1 class="hidden" tabIndex={-1}>
        {words.titles.cameras}
      </h1>
      <Empty icon="lock" title={words.pairing.title} text={words.errors.byCode['owner-only']} />
    </>
  );
}

/** Draft of the wizard, with the code of a label that led here. */
function useDraft({ camera, found }: PairingProps) {
  const known = found ? { ...emptyDraft, expected: found.name, code: found.code } : emptyDraft;
  const draft = useState<Draft>(known);
  // The code is in the draft now, and shall not stay in the address.
  useEffect(() => {
    if (found) goInstead({ name: 'pairing', camera });
  }, [found, camera]);
  return draft;
}

function Wizard({ camera, found }: PairingProps) {
  const { words } = useWords();
  const { nameOf } = useCameras();
  const { status, fault, look, take, forget, ours } = usePairing();
  const { busy, fault: refusal, run } = useBusy();
  const [draft, setDraft] = useDraft({ camera, found });
  const { name, keepKey } = draft;
  const onDraft = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const setName = (next: string) => onDraft({ name: next });
  const [way, setWay] = useState<'radio' | 'cable' | 'address'>('radio');
  const title = camera === null ? words.pairing.title : words.pairing.again(nameOf(camera));
  const screen = status ? screenOf(status, ours) : 'start';
  useArrival(`${title} · ${words.app.name}`, way === 'radio' ? screen : way);
  if (status === null) return <ScreenWait title={title} fault={fault} onRetry={look} />;

  const open = () =>
    void run(async () => {
      take(await openPairing(camera === null ? { name: name.trim() } : { camera, keepKey }));
    });
  const leave = () =>
    void run(async () => {
      if (isOpen(status)) await cancelPairing();
      if (way !== 'radio' && screen === 'start') setWay('radio');
      else goBack({ name: 'cameras' });
    });
  const startOver = () => {
    setDraft({ ...emptyDraft, name: name || (status.name ?? '') });
    setWay('radio');
    forget();
  };
  const shown = { status, take, draft, onDraft };
  return (
    <div class="screen pairing">
      <PairingHead
        title={title}
        step={way === 'radio' ? numberOf(status, screen) : null}
        leftMs={isOpen(status) ? status.leftMs : null}
        onCancel={screen === 'arrived' ? null : leave}
      />
      {way === 'cable' && <PairingByCable camera={camera} name={name} onName={setName} />}
      {way === 'address' && <PairingByAddress name={name} onName={setName} />}
      {way === 'radio' && (
        <>
          {screen === 'start' && (
            <PairingStart
              again={camera !== null}
              name={name}
              busy={busy}
              keepKey={keepKey}
              onKeepKey={(keep) => onDraft({ keepKey: keep })}
              onName={setName}
              onOpen={open}
              onCable={() => setWay('cable')}
              onAddress={() => setWay('address')}
            />
          )}
          {screen === 'find' && <PairingFind {...shown} />}
          {screen === 'work' && <PairingWork step={status.step} />}
          {screen === 'wifi' && <PairingWifi {...shown} />}
          {screen === 'arrived' && <Arrived status={status} />}
          {screen === 'failed' && (
            <PairingFailed
              status={status}
              onAgain={startOver}
              onCable={() => {
                startOver();
                setWay('cable');
              }}
            />
          )}
        </>
      )}
      <div role="alert">{refusal !== null && <p class="fault">{sayFault(refusal, words)}</p>}</div>
    </div>
  );
}

function Arrived({ status }: { status: PairingStatus }) {
  if (status.camera === null) return null;
  return <PairingArrived camera={status.camera} onDone={() => goInstead({ name: 'today' })} />;
}
