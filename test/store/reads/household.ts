import t from 'tap';
import {
  looksOf,
  looksShownAs,
  petSeen,
  petsSeen,
  secondKind,
  shownKind,
} from '../../../src/store/reads/household.js';
import { analysisOf } from '../../support/store.js';

const nabi = { id: 1, kind: 'cat' } as const;
const choco = { id: 2, kind: 'dog' } as const;
const mochi = { id: 3, kind: 'cat' } as const;
const toto = { id: 4, kind: 'other' } as const;

t.test('without a pet that is known a look is shown as it is, and names nobody', async (t) => {
  t.equal(shownKind('dog', []), 'dog');
  t.equal(petSeen('dog', []), null);
  t.strictSame(looksShownAs('dog', []), ['dog']);
  t.strictSame(looksShownAs('other', []), []);
});

t.test('one cat and one dog are told apart by their kind', async (t) => {
  const home = [nabi, choco];
  t.equal(petSeen('cat', home), nabi.id);
  t.equal(petSeen('dog', home), choco.id);
  t.strictSame(petsSeen(['dog', 'cat'], home), [choco.id, nabi.id]);
  t.strictSame(looksOf(nabi.id, home), ['cat']);
});

t.test('a home without a dog has no look of one', async (t) => {
  t.equal(shownKind('dog', [nabi]), 'cat');
  t.equal(petSeen('dog', [nabi]), nabi.id);
  t.strictSame(petsSeen(['cat', 'dog'], [nabi]), [nabi.id], 'one cat is one cat, however it looks');
  t.strictSame(looksShownAs('cat', [nabi]), ['cat', 'dog']);
  t.strictSame(looksShownAs('dog', [nabi, mochi]), []);
});

t.test('of two cats a look names neither', async (t) => {
  const home = [nabi, mochi, choco];
  t.equal(petSeen('cat', home), null);
  t.equal(petSeen('dog', home), choco.id);
  t.strictSame(looksOf(nabi.id, home), []);
});

t.test(
  'an animal that is neither cat nor dog has every look where it lives alone, and none else',
  async (t) => {
    t.equal(shownKind('cat', [toto]), 'other');
    t.equal(petSeen('cat', [toto]), toto.id);
    t.equal(petSeen('cat', [nabi, toto]), nabi.id);
    t.equal(shownKind('dog', [nabi, toto]), 'other');
    t.equal(petSeen('dog', [nabi, toto]), null);
  },
);

t.test('a look that is not sure says no kind, but where only one lives', async (t) => {
  t.equal(shownKind('unsure', []), 'other');
  t.equal(shownKind('unsure', [nabi, mochi]), 'cat');
  t.equal(shownKind('unsure', [nabi, choco]), 'other');
  t.equal(petSeen('unsure', [nabi]), nabi.id);
  t.equal(petSeen('unsure', [nabi, choco]), null);
  t.equal(petSeen('unsure', [nabi, toto]), null);
  t.strictSame(looksOf(nabi.id, [nabi]), ['cat', 'dog', 'unsure']);
});

t.test('a second kind in a frame counts when it was seen for sure', async (t) => {
  const box = { x: 0, y: 0, width: 9, height: 9 };
  const cat = { label: 'cat', score: 0.9, ...box };
  t.equal(secondKind(analysisOf({ pets: [cat, { label: 'dog', score: 0.6, ...box }] })), 'dog');
  t.equal(secondKind(analysisOf({ pets: [cat, { label: 'dog', score: 0.3, ...box }] })), null);
  t.equal(secondKind(analysisOf({ pets: [cat, cat] })), null);
  t.equal(secondKind(analysisOf({ pets: [] })), null);
});
