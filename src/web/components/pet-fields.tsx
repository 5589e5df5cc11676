import type { Pet } from '../api/pet-calls.js';
import { useWords } from '../i18n/language.js';
import { Choice } from './choice.js';
import { Field } from './field.js';

/** Name and kind of a pet, as they are typed. */
export type PetDraft = Pick<Pet, 'name' | 'kind'>;

/** Fields of a pet: its name and kind. */
export function PetFields(props: { draft: PetDraft; onChange: (draft: PetDraft) => void }) {
  const { words } = useWords();
  const { draft, onChange } = props;
  const { kinds } = words.household;
  return (
    <>
      <Field
        label={words.household.name}
        value={draft.name}
        onInput={(name) => onChange({ ...draft, name })}
      />
      <Choice
        label={words.household.kind}
        value={draft.kind}
        options={[
          ['cat', kinds.cat],
          ['dog', kinds.dog],
          ['other', kinds.other],
        ]}
        other={(kind) => kind}
        onChange={(kind) => onChange({ ...draft, kind })}
      />
    </>
  );
}
