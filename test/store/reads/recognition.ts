import t from 'tap';
import { cosine, type KnownLook, recognise } from '../../../src/store/reads/recognition.js';

const certainty = { sure: 0.6, apart: 0.1, likely: 0.4 };

/** A look at an angle in degrees: the cosine of the difference is the likeness of two. */
const at = (degrees: number) =>
  Float32Array.from([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
const look = (pet: number | null, degrees: number): KnownLook => ({ pet, appearance: at(degrees) });
const ask = (degrees: number, known: KnownLook[], candidates: number[], denied: number[] = []) =>
  recognise(at(degrees), known, { candidates, denied }, certainty);

t.test('names the pet that is clearly the likest', async (t) => {
  const known = [look(1, 0), look(1, 10), look(2, 90), look(2, 100)];
  t.strictSame(ask(5, known, [1, 2]), { pet: 1, maybe: null });
  t.strictSame(ask(95, known, [1, 2]), { pet: 2, maybe: null });
});

t.test('asks where two are about as like', async (t) => {
  const known = [look(1, 0), look(2, 20)];
  t.strictSame(ask(8, known, [1, 2]), { pet: null, maybe: 1 });
});

t.test('asks before each pet has been shown once, however like one is', async (t) => {
  t.strictSame(ask(0, [look(1, 0)], [1, 2]), { pet: null, maybe: 1 });
  t.strictSame(ask(0, [], [1, 2]), { pet: null, maybe: null }, 'nothing is known');
});

t.test('a pet of somebody else is nobody', async (t) => {
  const known = [look(1, 0), look(2, 40)];
  t.strictSame(ask(180, known, [1, 2]), { pet: null, maybe: null }, 'like none');
  const visited = [...known, look(null, -30)];
  t.strictSame(
    ask(-28, visited, [1, 2]),
    { pet: null, maybe: null },
    'like one that was said to be a stranger',
  );
  t.strictSame(ask(-12, [look(1, 0), look(2, 90), look(null, -30)], [1, 2]), { pet: null, maybe: 1 });
});

t.test('neither names nor asks about a pet that a person said it is not', async (t) => {
  const known = [look(1, 0), look(2, 90)];
  t.strictSame(ask(10, known, [1, 2], [1]), { pet: null, maybe: null });
  t.strictSame(
    ask(50, known, [1, 2], [1]),
    { pet: 2, maybe: null },
    'the other one, as far as it is like it',
  );
  t.strictSame(ask(0, known, []), { pet: null, maybe: null });
});

t.test('an odd look among the named ones does not decide alone', async (t) => {
  const known = [look(1, 0), look(1, 5), look(2, 80), look(2, 6)];
  t.strictSame(ask(3, known, [1, 2]), { pet: 1, maybe: null });
});

t.test('an appearance that says nothing is like none', async (t) => {
  t.equal(cosine(new Float32Array(2), at(0)), 0);
  t.equal(cosine(at(0), new Float32Array(0)), 0, 'of another length');
});
