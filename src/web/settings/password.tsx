import { useState } from 'preact/hooks';
import { changePassword } from '../api/calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { showToast } from '../components/notices.js';
import { CurrentPassword, NewPassword } from '../components/password-field.js';
import { useWords } from '../i18n/language.js';

/** A new password. Whoever knew the old one is signed out by it, on every other device. */
export function Password({ username, onChanged }: { username: string; onChanged: () => void }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = () =>
    run(async () => {
      await changePassword(current, next);
      setCurrent('');
      setNext('');
      showToast({ text: words.settings.passwordChanged });
      onChanged();
    });
  return (
    <Group title={words.entry.password}>
      <form
        class="password-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void change();
        }}
      >
        <input
          class="hidden"
          type="text"
          autocomplete="username"
          value={username}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <CurrentPassword label={words.settings.passwordNow} value={current} onInput={setCurrent} />
        <NewPassword
          label={words.settings.passwordNext}
          hint={words.settings.passwordHint}
          value={next}
          onInput={setNext}
        />
        <div role="alert">{fault !== null && <p class="fault">{sayPasswordFault(fault)}</p>}</div>
        <button type="submit" class="button wide" aria-disabled={busy}>
          {words.settings.passwordChange}
        </button>
      </form>
    </Group>
  );

  /** Here it is the password alone that can be wrong. */
  function sayPasswordFault(thrown: unknown): string {
    const said = sayFault(thrown, words);
    return said === words.errors.byCode['credentials-wrong'] ? words.settings.passwordWrong : said;
  }
}
