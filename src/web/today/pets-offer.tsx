import { useState } from 'preact/hooks';
import { session } from '../api/session.js';
import { useHousehold } from '../components/household.js';
import { NewPet } from '../components/new-pet.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';

/** Remembers on this phone that the offer was turned down. */
const key = 'petcam.pets-later';

/** Offer to an owner whose home has no pets yet: to name them, one after the other. The settings have the same. */
export function PetsOffer() {
  const { words } = useWords();
  const { list } = useHousehold();
  const who = useSignal(session);
  const [later, setLater] = useState(localStorage.getItem(key) !== null);
  const [begun, setBegun] = useState(false);
  const owner = who.state === 'in' && who.user.role === 'owner';
  if (!owner || later || list === null || (list.length > 0 && !begun)) return null;
  const leave = () => {
    localStorage.setItem(key, '1');
    setLater(true);
  };
  return (
    <section class="card offer" aria-labelledby="pets-offer">
      <div class="card-body">
        <h2 id="pets-offer">{begun ? words.household.more : words.household.offer}</h2>
        <p class="soft">{begun ? list.map(({ name }) => name).join(', ') : words.household.lead}</p>
        <NewPet onAdded={() => setBegun(true)} leave={begun ? 'done' : 'later'} onLeave={leave} />
      </div>
    </section>
  );
}
