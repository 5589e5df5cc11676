import t from 'tap';
import { replacedBy } from '../../../../src/server/api/auth/same-device.js';
import type { SessionRow } from '../../../../src/store/accounts.js';

const app = { device: 'Dart/3.4 (dart:io)', address: '192.168.1.20' };

/** Sessions as the store lists them, the last used first. */
function sessions(count: number, more: Partial<SessionRow> = {}): SessionRow[] {
  return Array.from({ length: count }, (_, at) => {
    const createdAt = 1_000_000 - at;
    const row = { id: count - at, userId: 1, refreshHash: `${at}`, createdAt, lastUsedAt: createdAt };
    return { ...row, expiresAt: 2_000_000, revokedAt: null, ...app, ...more };
  });
}

t.test('of an app that signs in at each start the newest few stay', (t) => {
  t.strictSame(replacedBy(app, sessions(4)), []);
  t.strictSame(replacedBy(app, sessions(7)), [3, 2, 1]);
  t.end();
});

t.test('another name, another address or another person is another device', (t) => {
  t.strictSame(replacedBy({ ...app, device: 'okhttp/4.12' }, sessions(30)), []);
  t.strictSame(replacedBy({ ...app, address: '192.168.1.21' }, sessions(30)), []);
  t.strictSame(replacedBy(app, sessions(30, { address: null })), [], 'signed in before an update');
  t.end();
});

t.test('a device that comes back and refreshes stays, however often its like signs in', (t) => {
  const returning = sessions(1, { id: 77, createdAt: 900_000, lastUsedAt: 999_999 });
  t.notOk(replacedBy(app, [...sessions(50), ...returning]).includes(77));
  const many = sessions(30, { lastUsedAt: 1_000_001 });
  t.equal(replacedBy(app, many).length, 11, 'up to twenty');
  t.end();
});

t.test(
  'a person has a hundred that were never refreshed, of all devices; no more than 200 end at once',
  (t) => {
    const everywhere = sessions(140).map((row, at) => ({ ...row, address: `10.0.0.${at}` }));
    t.equal(replacedBy(app, everywhere).length, 41);
    t.equal(replacedBy(app, sessions(5_000)).length, 200);
    t.end();
  },
);
