import t from 'tap';
import { PutOff } from '../../src/hub/put-off.js';

t.test('what was put off comes when nothing else is left', (t) => {
  const putOff = new PutOff();
  const find = (except: readonly number[]) => [3, 2, 1].find((id) => !except.includes(id)) ?? null;
  t.equal(putOff.next(find), 3);
  putOff.add(3);
  putOff.add(2);
  t.equal(putOff.next(find), 1);
  putOff.add(1);
  t.equal(putOff.next(find), 3);
  t.equal(
    putOff.next(() => null),
    null,
  );
  t.end();
});
