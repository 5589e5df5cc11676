import t from 'tap';
import { hashPassword, passwordMatches } from '../../../../src/server/api/auth/passwords.js';

t.test('a password is kept as argon2id with 19 MiB and two passes', async (t) => {
  const hash = await hashPassword('correct horse battery');
  t.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  t.not(hash, await hashPassword('correct horse battery'), 'salted');
  t.ok(await passwordMatches(hash, 'correct horse battery'));
  t.notOk(await passwordMatches(hash, 'correct horse'));
});

t.test('a name that nobody has matches no password', async (t) => {
  t.notOk(await passwordMatches(undefined, 'nobody'), 'not even the one the work is done with');
  t.notOk(await passwordMatches(undefined, 'anything'));
});
