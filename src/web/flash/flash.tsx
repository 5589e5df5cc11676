import { useEffect, useState } from 'preact/hooks';
import { type FlashList, listFlashImages } from '../api/flash-calls.js';
import { session } from '../api/session.js';
import { Empty } from '../components/empty.js';
import { ScreenWait } from '../components/screen-wait.js';
import { hubAddress } from '../core/base.js';
import { goBack, useArrival } from '../core/navigate.js';
import { useSignal } from '../core/signal.js';
import { FlashChoose } from './flash-choose.js';
import { FlashFailed } from './flash-failed.js';
import { FlashLabel } from './flash-label.js';
import { useFlashWords } from './flash-words.js';
import { FlashWork } from './flash-work.js';
import { useFlash } from './use-flash.js';

/** From a bare board to a camera, in the browser of a computer. */
export function Flash() {
  const { words, flash } = useFlashWords();
  const who = useSignal(session);
  useArrival(`${flash.title} · ${words.app.name}`, 'flash');
  if (who.state !== 'in' || who.user.role !== 'owner')
    return <Instead title={flash.title} text={words.errors.byCode['owner-only']} icon="lock" />;
  if (!isSecureContext) {
    return (
      <Instead title={flash.secureTitle} text={flash.secure} icon="lock">
        <a class="button" href={hubAddress('/trust')}>
          {flash.secureLink}
        </a>
      </Instead>
    );
  }
  if (!('serial' in navigator)) {
    return (
      <Instead title={flash.browserTitle} text={flash.browser} icon="settings">
        <p>
          {flash.elsewhere} <b class="flash-address">{new URL(hubAddress('/flash'), location.href).href}</b>
        </p>
      </Instead>
    );
  }
  return <Boards />;
}

function Instead(props: Parameters<typeof Empty>[0]) {
  const { flash } = useFlashWords();
  return (
    <>
      <h1 class="hidden" tabIndex={-1}>
        {flash.title}
      </h1>
      <Empty {...props} />
    </>
  );
}

function Boards() {
  const { words, flash } = useFlashWords();
  const { state, start, readCode, again } = useFlash();
  const [list, setList] = useState<FlashList | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const refresh = () =>
    listFlashImages().then((next) => {
      setFault(null);
      setList(next);
    }, setFault);
  useEffect(() => void refresh(), []);
  useArrival(`${flash.title} · ${words.app.name}`, `flash ${state.at}`);
  if (list === null) return <ScreenWait title={flash.title} fault={fault} onRetry={() => void refresh()} />;
  return (
    <div class="screen pairing flash">
      <header class="pairing-head">
        <div>
          <p class="soft small">{flash.title}</p>
          {state.at !== 'work' && (
            <button type="button" class="text-button" onClick={() => goBack({ name: 'cameras' })}>
              {words.app.back}
            </button>
          )}
        </div>
      </header>
      {state.at === 'choose' && (
        <FlashChoose list={list} refresh={refresh} onStart={(board) => void start(board, list.keys)} />
      )}
      {state.at === 'work' && <FlashWork step={state.step} share={state.share} />}
      {state.at === 'label' && <FlashLabel camera={state.camera} onAgain={() => void again()} />}
      {state.at === 'failed' && (
        <FlashFailed
          thrown={state.thrown}
          onRead={state.written ? () => void readCode() : null}
          onAgain={() => void again()}
        />
      )}
    </div>
  );
}
