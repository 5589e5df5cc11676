import { useEffect, useState } from 'preact/hooks';
import { changePet, type Pet, readRecognition, removePet } from '../api/pet-calls.js';
import { useBusy } from '../components/busy.js';
import { ConfirmButton } from '../components/confirm-button.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { refreshHousehold, useHousehold } from '../components/household.js';
import { NewPet } from '../components/new-pet.js';
import { showToast } from '../components/notices.js';
import { PetFields } from '../components/pet-fields.js';
import { PetPicture } from '../components/pet-picture.js';
import { useWords } from '../i18n/language.js';
import { PetPhotoChoice } from './pet-photo-choice.js';

/** Settings of who lives here. Everybody sees it, an owner changes it. */
export function Pets({ owner }: { owner: boolean }) {
  const { words } = useWords();
  const { list } = useHousehold();
  const [adding, setAdding] = useState(false);
  // An owner sees the place of it at once, so that nothing moves when the pets are known.
  const pets = list ?? [];
  if (!owner && pets.length === 0) return null;
  return (
    <Group title={words.household.title}>
      {pets.length === 0 && <p class="soft">{words.household.lead}</p>}
      {pets.map((pet) =>
        owner ? (
          <details class="more" key={pet.id}>
            <summary>
              <PetLine pet={pet} />
            </summary>
            <PetForm key={`${pet.name} ${pet.kind}`} pet={pet} />
          </details>
        ) : (
          <PetLine key={pet.id} pet={pet} />
        ),
      )}
      {hasTwins(pets) && <Telling />}
      {owner && adding && (
        <NewPet leave="cancel" onAdded={() => setAdding(false)} onLeave={() => setAdding(false)} />
      )}
      {owner && !adding && (
        <button type="button" class="button quiet wide" onClick={() => setAdding(true)}>
          {words.household.add}
        </button>
      )}
    </Group>
  );
}

/** True where two pets are of one kind, so that a look alone does not tell them apart. */
function hasTwins(list: readonly Pet[]): boolean {
  return new Set(list.map(({ kind }) => kind)).size < list.length;
}

const LOOK_AGAIN_MS = 5_000;

/** How pets of one kind are told apart, and how far the hub has come with it. */
function Telling() {
  const { words, format } = useWords();
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    const look = () =>
      void readRecognition().then(
        (found) => {
          if (!current) return;
          setWaiting(found?.waiting ?? 0);
          if (found?.waiting) timer = setTimeout(look, LOOK_AGAIN_MS);
        },
        () => undefined,
      );
    look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, []);
  return (
    <>
      <p class="soft small">{words.household.twins}</p>
      {waiting > 0 && <p class="soft small">{words.household.recognising(format.number(waiting))}</p>}
    </>
  );
}

function PetLine({ pet }: { pet: Pet }) {
  const { words } = useWords();
  return (
    <div class="person">
      <PetPicture pet={pet} />
      <div>
        <p>
          <strong>{pet.name}</strong>
        </p>
        <p class="soft small">{words.household.kinds[pet.kind]}</p>
      </div>
    </div>
  );
}

function PetForm({ pet }: { pet: Pet }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [draft, setDraft] = useState({ name: pet.name, kind: pet.kind });
  const same = draft.name.trim() === pet.name && draft.kind === pet.kind;
  const ready = !busy && !same && draft.name.trim() !== '';
  const change = (body: Parameters<typeof changePet>[1]) =>
    void run(async () => {
      await changePet(pet.id, body);
      await refreshHousehold();
      showToast({ text: words.household.saved });
    });
  const remove = () =>
    void run(async () => {
      await removePet(pet.id);
      await refreshHousehold();
    });
  return (
    <div class="pet-form">
      <form
        class="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) change(draft);
        }}
      >
        <PetFields draft={draft} onChange={setDraft} />
        <button type="submit" class="button wide" aria-disabled={!ready}>
          {words.household.save}
        </button>
      </form>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <PetPhotoChoice pet={pet} onChoose={(photo) => change({ photo })} />
      <ConfirmButton
        label={words.household.remove}
        ask={words.household.removeAsk(pet.name)}
        hint={words.household.removeHint}
        busy={busy}
        onSure={remove}
      />
    </div>
  );
}
