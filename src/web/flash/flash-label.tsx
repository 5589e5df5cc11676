import { useState } from 'preact/hooks';
import { QrCode } from '../components/qr-code.js';
import { hubAddress } from '../core/base.js';
import { go } from '../core/navigate.js';
import { formatRoute, type Route } from '../core/route.js';
import { FlashCable } from './flash-cable.js';
import { useFlashWords } from './flash-words.js';
import type { FreshCamera } from './use-flash.js';

/** Camera whose code is shown, and the way back to the first page. */
export interface FlashLabelProps {
  camera: FreshCamera;
  onAgain: () => void;
}

/** Code of a new camera, to be kept, printed, and used at once. */
export function FlashLabel({ camera, onAgain }: FlashLabelProps) {
  const { flash } = useFlashWords();
  const [cable, setCable] = useState(false);
  const { name, code, board, chip } = camera;
  const pairing: Route = { name: 'pairing', camera: null, found: { name, code } };
  if (cable) return <FlashCable console={camera.console} />;
  return (
    <div class="pairing-page">
      <h1 tabIndex={-1}>{flash.labelTitle}</h1>
      <p class="soft">{flash.labelLead}</p>
      <section class="flash-label" aria-label={flash.code}>
        <QrCode
          text={new URL(`${hubAddress('/')}${formatRoute(pairing)}`, location.href).href}
          label={flash.qr(name)}
        />
        <div>
          <p class="flash-name">{name}</p>
          <p class="flash-code numbers">{code.replace(/^\d{4}/, '$& ')}</p>
          <p class="soft small">{board.name}</p>
          <p class="soft small">{flash.chip(chip.description, chip.mac)}</p>
        </div>
      </section>
      <button type="button" class="button quiet wide" onClick={() => print()}>
        {flash.print}
      </button>
      <button type="button" class="button wide" onClick={() => go(pairing)}>
        {flash.bluetooth}
      </button>
      <p class="soft small">{flash.bluetoothHint}</p>
      {board.cable ? (
        <button type="button" class="button quiet wide" onClick={() => setCable(true)}>
          {flash.cable}
        </button>
      ) : (
        <p class="soft small">{flash.noCable}</p>
      )}
      <button type="button" class="text-button" onClick={onAgain}>
        {flash.another}
      </button>
    </div>
  );
}
