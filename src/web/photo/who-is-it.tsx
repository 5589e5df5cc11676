import { changePhoto } from '../api/calls.js';
import { tellPhotoNews } from '../api/photo-news.js';
import type { Photo } from '../api/types.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { useHousehold } from '../components/household.js';
import { announce } from '../components/notices.js';
import { useWords } from '../i18n/language.js';

type Answer = { pets: number[] } | { pet: null } | { not: number };

/** Buttons that say who is on a photo, with one tap; it is kept. Several pets can be on one. */
export function WhoIsIt({ photo }: { photo: Photo }) {
  const { words } = useWords();
  const { list } = useHousehold();
  const { fault, run } = useBusy();
  // Before the pets are known there is room for them where there will be something in any case: nothing moves then.
  const pets = list ?? [];
  if (pets.length === 0 && photo.pet === null && !photo.corrected) return null;
  const answer = (body: Answer) =>
    void run(async () => {
      tellPhotoNews({ kind: 'put', photo: await changePhoto(photo.id, body), fresh: false });
      announce(words.who.kept);
    });
  const toggle = (id: number) => {
    const others = photo.pets.filter((one) => one !== id);
    return { pets: others.length < photo.pets.length ? others : [...others, id] };
  };
  const maybe = pets.find(({ id }) => id === photo.maybe);
  return (
    <div class="who">
      {maybe && (
        <fieldset class="chips question">
          <legend>{words.who.question(maybe.name)}</legend>
          <button type="button" class="chip" onClick={() => answer({ pets: [maybe.id] })}>
            {words.who.yes}
          </button>
          <button type="button" class="chip" onClick={() => answer({ not: maybe.id })}>
            {words.who.no}
          </button>
        </fieldset>
      )}
      <fieldset class="chips" aria-label={words.who.title}>
        {pets.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            class="chip"
            aria-pressed={photo.pets.includes(id)}
            onClick={() => answer(toggle(id))}
          >
            {name}
          </button>
        ))}
        {pets.length > 0 && (
          <button
            type="button"
            class="chip"
            aria-pressed={photo.corrected && photo.pet !== null && photo.pets.length === 0}
            onClick={() => answer({ pets: [] })}
          >
            {words.who.another}
          </button>
        )}
        <button
          type="button"
          class="chip"
          aria-pressed={photo.pet === null}
          onClick={() => answer({ pet: null })}
        >
          {words.who.none}
        </button>
      </fieldset>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </div>
  );
}
