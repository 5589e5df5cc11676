import t from 'tap';
import { wordsOfFingerprint } from '../../../src/server/tls/fingerprint-words.js';

const fingerprint = Array.from({ length: 32 }, (_, index) => (index * 7).toString(16).padStart(2, '0')).join(
  ':',
);

t.test('the same fingerprint has the same four words at every start, another one has others', async (t) => {
  const words = await wordsOfFingerprint(fingerprint);
  t.match(words, /^[a-z]+( [a-z]+){3}$/);
  t.equal(await wordsOfFingerprint(fingerprint), words);
  const others = await wordsOfFingerprint(fingerprint.replace(/^00/, '01'));
  t.not(others, words);
});
