import t from 'tap';
import { didYouMean } from '../../src/core/did-you-mean.js';

const commands = ['serve', 'setup', 'camera', 'certificate', 'start-anew', 'sync'];

t.test('a word that is nearly one, or begins one alone', async (t) => {
  for (const [typed, meant] of [
    ['serv', 'serve'],
    ['Camera', 'camera'],
    ['camrea', 'camera'],
    ['cam', 'camera'],
    ['start_anew', 'start-anew'],
    ['sycn', 'sync'],
  ] as const)
    t.equal(didYouMean(typed, commands), `; did you mean "${meant}"?`, typed);
});

t.test('and none for any other', async (t) => {
  for (const typed of ['', 'x', 'teapot', 's', 'ce rt', 'fix-everything'])
    t.equal(didYouMean(typed, commands), '', typed);
  t.equal(didYouMean('se', ['search', 'select']), '', 'it begins two');
  t.equal(didYouMean('serve', []), '');
});
