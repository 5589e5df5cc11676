import t from 'tap';
import { Fault, Refusal } from '../../../src/core/errors.js';
import { carry, revive } from '../../../src/imaging/vision/messages.js';

t.test('an error is the same on the other side', (t) => {
  for (const error of [
    new Refusal('image-undecodable', 'no picture'),
    new Fault('model-hash', 'another file', 'put it back'),
  ]) {
    const back = revive(structuredClone(carry(error)));
    t.strictSame(
      { ...back, name: back.name, message: back.message },
      { ...error, name: error.name, message: error.message },
    );
    t.type(back, error.constructor);
  }
  t.end();
});

t.test('what nobody expected keeps its message only', (t) => {
  t.match(revive(structuredClone(carry(new TypeError('no such thing')))), {
    name: 'Error',
    message: 'no such thing',
  });
  t.match(revive(structuredClone(carry('thrown text'))), { message: 'thrown text' });
  t.end();
});
