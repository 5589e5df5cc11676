import t from 'tap';
import { decodeCursor, encodeCursor } from '../../../../src/server/api/http/cursor.js';

t.test('a cursor leads back to its position', async (t) => {
  const position = { takenAt: 1_763_867_000_123, id: 42 };
  t.strictSame(decodeCursor(encodeCursor(position)), position);
  t.match(encodeCursor(position), /^[A-Za-z0-9_-]+$/, 'fits into an address as it is');
});

t.test('anything else is refused by name', async (t) => {
  const forged = [
    'x',
    '!!!',
    Buffer.from('1.2.3').toString('base64url'),
    Buffer.from('9999999999999999.1').toString('base64url'),
  ];
  for (const cursor of forged) t.throws(() => decodeCursor(cursor), { code: 'cursor-invalid' }, cursor);
});
