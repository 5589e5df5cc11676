import type { ComponentChildren } from 'preact';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { useWords } from '../i18n/language.js';

/** Frame of a camera's settings: who may change them, and what became of the last try. */
export interface SettingsFrameProps {
  owner: boolean;
  /** Why nothing can be changed now, for an owner; null when it can. */
  hint: string | null;
  /** True when there is something to save, and it can be saved. */
  ready: boolean;
  busy: boolean;
  fault: unknown;
  onSave: () => void;
  /** The fields. */
  children: ComponentChildren;
}

/** Form around the fields of a camera's settings. */
export function SettingsFrame({ owner, hint, ready, busy, fault, onSave, children }: SettingsFrameProps) {
  const { words } = useWords();
  return (
    <Group title={words.camera.settings}>
      <form
        class="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onSave();
        }}
      >
        {!owner && <p class="soft small">{words.camera.ownerSettings}</p>}
        {owner && hint !== null && <p class="soft small">{hint}</p>}
        <fieldset class="settings-fields" disabled={!owner || hint !== null}>
          {children}
        </fieldset>
        <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
        {owner && (
          <button type="submit" class="button wide" aria-disabled={!ready}>
            {busy && <span class="spinner" />}
            {busy ? words.camera.saving : words.camera.save}
          </button>
        )}
      </form>
    </Group>
  );
}
