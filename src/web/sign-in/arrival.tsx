import { useEffect, useState } from 'preact/hooks';
import { endMove } from '../api/session.js';
import { sayFault } from '../components/fault.js';
import { goInstead, useArrival } from '../core/navigate.js';
import { useWords } from '../i18n/language.js';
import { moveWords } from '../i18n/move.js';

/** Signs in a browser that comes from another address of the hub; where that fails, with name and password. */
export function Arrival({ code }: { code: string }) {
  const { words, language } = useWords();
  const { arriving, byPassword } = moveWords[language];
  const [fault, setFault] = useState<unknown>(null);
  useArrival(`${words.titles.signIn} · ${words.app.name}`, 'move');
  useEffect(() => void endMove(code).then(() => goInstead({ name: 'today' }), setFault), [code]);
  return (
    <div class="entry" aria-busy={fault === null}>
      <h1 tabIndex={-1}>{words.titles.signIn}</h1>
      {fault === null ? (
        <p class="soft">{arriving}</p>
      ) : (
        <>
          <p class="fault" role="alert">
            {sayFault(fault, words)}
          </p>
          <button type="button" class="button wide" onClick={() => goInstead({ name: 'today' })}>
            {byPassword}
          </button>
        </>
      )}
    </div>
  );
}
