import t from 'tap';
import { Fault, Refusal } from '../../../src/core/errors.js';
import { decodeError, encodeError } from '../../../src/core/rpc/errors.js';

const sent = (thrown: unknown) => decodeError(structuredClone(encodeError(thrown)));

t.test('a refusal and a fault are the same on the other side', async (t) => {
  for (const error of [
    new Refusal('image-undecodable', 'no picture'),
    new Fault('model-hash', 'another file', 'put it back'),
  ]) {
    const back = sent(error);
    t.strictSame(
      { ...back, name: back.name, message: back.message },
      { ...error, name: error.name, message: error.message },
    );
    t.type(back, error.constructor);
    t.equal(back.cause, undefined);
  }
});

t.test('the cause of a fault is told, whatever it was', async (t) => {
  const cause = Object.assign(new Error('SQLITE_FULL'), { handle: () => {} });
  const back = sent(new Fault('storage-full', 'b', 'c', { cause }));
  t.match(back, {
    name: 'Fault',
    code: 'storage-full',
    cause: { message: 'SQLITE_FULL', stack: cause.stack },
  });
  t.match(sent(new Fault('storage-full', 'b', 'c', { cause: 'a text' })).cause, { message: 'a text' });
});

t.test('texts are cut to what anybody reads', async (t) => {
  const back = sent(
    new Fault('storage-full', 'b'.repeat(5000), 'c'.repeat(5000), { cause: 'd'.repeat(5000) }),
  );
  const { message, hint, cause } = back as Fault;
  t.strictSame([message.length, hint.length, (cause as Error).message.length], [4000, 4000, 4000]);
});

t.test('what nobody expected keeps its message and its stack', async (t) => {
  const mistake = new TypeError('no such thing');
  t.match(sent(mistake), { name: 'Error', message: 'no such thing', stack: mistake.stack });
  t.match(sent('thrown text'), { name: 'Error', message: 'thrown text' });
});
