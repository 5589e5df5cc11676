import t from 'tap';
import { PAIRING_FAILURES, PUBLIC_CODES } from '../../../src/core/codes.js';
import { REASON_CODES } from '../../../src/imaging/select/reasons.js';
import { ApiProblem } from '../../../src/web/api/problem.js';
import { en } from '../../../src/web/i18n/en.js';
import { ko } from '../../../src/web/i18n/ko.js';
import { sayProblem, sayReason } from '../../../src/web/i18n/reason.js';

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
  t.equal(sayReason(reason, en), 'The same picture as shot 3.');
});

t.test('every code that the hub can answer has words of their own in every language', async (t) => {
  for (const words of [en, ko]) {
    t.same(Object.keys(words.errors.byCode).sort(), [...PUBLIC_CODES].sort());
    t.same(Object.keys(words.pairing.failures).sort(), [...PAIRING_FAILURES].sort());
  }
  const said = PUBLIC_CODES.map((code) => [code, en.errors.byCode[code], ko.errors.byCode[code]] as const);
  t.same(
    said.filter(([, english]) => !/^[A-Z][\x20-\x7e’]+[.?]$/.test(english)),
    [],
  );
  t.same(
    said.filter(([, , korean]) => !/[가-힣].*[.?]$/.test(korean)),
    [],
  );
});

t.test('a refusal is said in the words for its code, also when it is the hub that failed', async (t) => {
  const said = (status: number, code: string) => sayProblem(new ApiProblem(status, code, 'Of the hub.'), en);
  t.equal(said(504, 'camera-timeout'), 'The camera didn’t answer. Is it on?');
  t.equal(said(507, 'storage-full'), 'The hub’s disk is full. Delete some photos to make room.');
  t.equal(said(409, 'from-a-newer-hub'), 'Of the hub.');
  t.equal(said(409, 'toString'), 'Of the hub.');
  t.equal(said(502, 'http-502'), en.errors.generic);
});
