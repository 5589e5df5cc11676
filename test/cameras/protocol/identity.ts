import t from 'tap';
import { isBurstKey, isCameraId, isCameraKey, newCameraKey } from '../../../src/cameras/protocol/identity.js';

t.test('a camera id is short, lower case and never a name of the hub', async (t) => {
  for (const id of ['a', '0', 'porch-2', `a${'-'.repeat(31)}`]) t.ok(isCameraId(id), id);
  for (const id of ['', 'bridge', 'hub', 'Porch', '-a', 'a_b', 'a/b', 'a+', '#', 'a\n', 'a'.repeat(33)]) {
    t.notOk(isCameraId(id), JSON.stringify(id));
  }
});

t.test('a burst key is a word of at most 32 characters', async (t) => {
  for (const key of ['00000017-4', 'A_b', 'x'.repeat(32)]) t.ok(isBurstKey(key), key);
  for (const key of ['', 'a b', 'a/b', 'ä', 'x'.repeat(33), 'a\n'])
    t.notOk(isBurstKey(key), JSON.stringify(key));
});

t.test('a new key is one the contract accepts, and another one every time', async (t) => {
  const [first, second] = [newCameraKey(), newCameraKey()];
  t.ok(isCameraKey(first));
  t.not(first, second);
  t.notOk(isCameraKey(first.toUpperCase().replace(/[0-9]/g, 'A')), 'upper case');
  t.notOk(isCameraKey(first.slice(1)), 'too short');
});
