import t from 'tap';
import { cursorOf, placeOf } from '../../../../src/server/api/http/cursor.js';

t.test('a cursor leads back to its place', async (t) => {
  const place = { takenAt: 1_763_867_000_123, id: 42 };
  t.strictSame(placeOf(cursorOf(place)), place);
  t.match(cursorOf(place), /^[A-Za-z0-9_-]+$/, 'fits into an address as it is');
});

t.test('anything else is refused by name', async (t) => {
  const forged = [
    'x',
    '!!!',
    Buffer.from('1.2.3').toString('base64url'),
    Buffer.from('9999999999999999.1').toString('base64url'),
  ];
  for (const cursor of forged) t.throws(() => placeOf(cursor), { code: 'cursor-invalid' }, cursor);
});
