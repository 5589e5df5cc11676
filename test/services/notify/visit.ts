import t from 'tap';
import { sentenceOf } from '../../../src/services/notify/message.js';
import { startsVisit } from '../../../src/services/notify/visit.js';

t.test('a visit begins after a pause', (t) => {
  t.ok(startsVisit(null, 5_000, 1_000));
  t.ok(startsVisit(4_000, 5_000, 1_000));
  t.notOk(startsVisit(4_001, 5_000, 1_000));
  t.end();
});

t.test('it is told in the language of the hub', (t) => {
  t.equal(sentenceOf({ pet: 'cat', names: [] }, 'en'), 'A cat is here.');
  t.equal(sentenceOf({ pet: 'dog', names: [] }, 'ko'), '강아지가 왔어요.');
  t.equal(sentenceOf({ pet: null, names: [] }, 'en'), 'A pet is here.');
  t.end();
});

t.test('it is told by name where it is known who came', (t) => {
  t.equal(sentenceOf({ pet: 'cat', names: ['Nabi'] }, 'en'), 'Nabi is here.');
  t.equal(sentenceOf({ pet: 'cat', names: ['Nabi', 'Choco'] }, 'en'), 'Nabi and Choco are here.');
  t.equal(sentenceOf({ pet: null, names: ['나비', '초코'] }, 'ko'), '나비, 초코 왔어요.');
  t.end();
});
