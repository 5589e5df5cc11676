import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const url = '/.well-known/security.txt';

t.test('whoever finds a weakness reads whom to tell, for three months from now', async (t) => {
  const { app, clock } = await startApi(t, { securityContact: 'mailto:owner@pets.example' });
  const answer = await app.inject(url);
  t.equal(answer.statusCode, 200);
  t.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
  const [contact, expires = '', ...rest] = answer.body.split('\n');
  t.equal(contact, 'Contact: mailto:owner@pets.example');
  t.match(expires, /^Expires: \d{4}-\d\d-\d\dT00:00:00Z$/);
  const days = (Date.parse(expires.slice('Expires: '.length)) - clock.now()) / 86_400_000;
  t.ok(days > 88 && days <= 90, `${days} days`);
  t.strictSame(rest, ['']);
});

t.test('without a contact there is no such file', async (t) => {
  const { app } = await startApi(t);
  t.equal((await app.inject(url)).statusCode, 404);
});
