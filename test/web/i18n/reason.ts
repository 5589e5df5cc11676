import t from 'tap';
import { REASON_CODES } from '../../../src/imaging/select/reasons.js';
import { en } from '../../../src/web/i18n/en.js';
import { ko } from '../../../src/web/i18n/ko.js';
import { petWord, sayReason } from '../../../src/web/i18n/reason.js';

t.test('a reason that the page does not know is said in the words of the hub', async (t) => {
  const reason = { code: 'from-a-newer-hub', params: {}, text: 'Ears up.' };
  t.equal(sayReason(reason, ko), 'Ears up.');
  t.equal(sayReason({ ...reason, code: 'toString' }, ko), 'Ears up.', 'nor one that every object has');
});

t.test('every reason of the hub has a sentence in every language', async (t) => {
  const params = { of: 6, pet: 'cat', whole: 'yes' };
  const aside = ['image-undecodable', 'image-too-large', 'vision-crashed', 'vision-timeout', 'bytes-missing'];
  for (const words of [en, ko]) {
    t.same(Object.keys(words.reasons).sort(), [...REASON_CODES, ...aside, 'chosen-by-owner'].sort());
    for (const code of Object.keys(words.reasons)) {
      const said = sayReason({ code, params, text: 'only English' }, words);
      t.match(said, /\.$/, code);
      t.notMatch(said, /undefined|only English/, code);
    }
  }
});

t.test('frames are counted from one, as the filmstrip shows them', async (t) => {
  const reason = { code: 'duplicate', params: { of: 2 }, text: 'the same picture as frame 2' };
  t.equal(sayReason(reason, en), 'The same picture as frame 3.');
});

t.test('both languages know the same refusals of the hub', async (t) => {
  t.same(Object.keys(ko.errors.byCode).sort(), Object.keys(en.errors.byCode).sort());
});

t.test('pets have a name in every language', async (t) => {
  t.equal(petWord({ pet: 'cat' }, en), 'cat');
  t.equal(petWord({ pet: 'dog' }, ko), '강아지');
  t.equal(petWord({ pet: null }, en), null);
});
