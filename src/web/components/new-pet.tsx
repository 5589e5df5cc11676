import { useState } from 'preact/hooks';
import { addPet } from '../api/pet-calls.js';
import { useWords } from '../i18n/language.js';
import { useBusy } from './busy.js';
import { sayFault } from './fault.js';
import { refreshHousehold } from './household.js';
import { showToast } from './notices.js';
import { type PetDraft, PetFields } from './pet-fields.js';

/** Callbacks of the form; `leave` names the button that ends it without another pet. */
export interface NewPetProps {
  leave: 'later' | 'done' | 'cancel';
  onAdded: () => void;
  onLeave: () => void;
}

/** Form that adds a pet to the home. */
export function NewPet({ leave, onAdded, onLeave }: NewPetProps) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [draft, setDraft] = useState<PetDraft>({ name: '', kind: 'cat' });
  const ready = !busy && draft.name.trim() !== '';
  const add = () =>
    void run(async () => {
      const { name } = await addPet(draft);
      setDraft({ ...draft, name: '' });
      onAdded();
      await refreshHousehold();
      showToast({ text: words.household.added(name) });
    });
  return (
    <form
      class="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) add();
      }}
    >
      <PetFields draft={draft} onChange={setDraft} />
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <button type="submit" class="button wide" aria-disabled={!ready}>
        {words.household.save}
      </button>
      <button type="button" class="button quiet wide" onClick={onLeave}>
        {words.household[leave]}
      </button>
    </form>
  );
}
