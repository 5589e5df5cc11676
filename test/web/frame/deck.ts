import t from 'tap';
import { Deck } from '../../../src/web/frame/deck.js';

const photos = (...ids: number[]) => ids.map((id) => ({ id }));
const round = (deck: Deck<{ id: number }>, count: number) =>
  Array.from({ length: count }, () => {
    const id = deck.current?.id;
    deck.step(1);
    return id;
  });

t.test('the newest first, then favourites, round and round', async (t) => {
  const deck = new Deck<{ id: number }>();
  t.strictSame([deck.current, deck.next], [null, null]);
  deck.step(1);
  deck.fill(photos(9, 8), photos(8, 3));
  t.strictSame(round(deck, 4), [9, 8, 3, 9]);
  deck.step(-1);
  t.equal(deck.current?.id, 9);
  t.equal(deck.next?.id, 8);
  deck.step(-1);
  t.equal(deck.current?.id, 3, 'back beyond the first');
});

t.test('a new photo is seen at once, and the round goes on behind it', async (t) => {
  const deck = new Deck<{ id: number; favourite?: true }>();
  deck.fill(photos(9, 8), photos(3));
  deck.step(1);
  deck.put({ id: 10 }, true);
  t.strictSame(round(deck, 4), [10, 9, 8, 3]);
  deck.put({ id: 9, favourite: true }, true);
  t.equal(deck.current?.id, 10, 'one that is known is changed and not shown');
  t.match(deck.next, { id: 9, favourite: true });
  deck.put({ id: 2 }, false);
  t.strictSame(round(deck, 5), [10, 9, 8, 3, 10], 'an old one that is changed somewhere does not come in');
});

t.test('what is deleted is gone, and what is seen stays where it can', async (t) => {
  const deck = new Deck<{ id: number }>();
  deck.fill(photos(9, 8, 7), []);
  deck.step(1);
  deck.drop(9);
  t.equal(deck.current?.id, 8);
  deck.drop(99);
  deck.drop(8);
  t.equal(deck.current?.id, 7);
  t.equal(deck.next, null);
  deck.drop(7);
  t.equal(deck.current, null);
  deck.fill(photos(5, 4), []);
  deck.step(1);
  deck.fill(photos(6, 5, 4), []);
  t.equal(deck.current?.id, 4, 'filled again');
  deck.fill(photos(...Array.from({ length: 200 }, (_, id) => id + 1)), []);
  t.equal(new Set(round(deck, 200)).size, 120, 'never more than it holds');
});
