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
  t.equal(sentenceOf({ pet: 'cat' }, 'en'), 'A cat is here.');
  t.equal(sentenceOf({ pet: 'dog' }, 'ko'), '강아지가 왔어요.');
  t.equal(sentenceOf({ pet: null }, 'en'), 'A pet is here.');
  t.end();
});
