import t from 'tap';
import { KnownMethods } from '../../../../src/server/api/http/methods.js';

t.test('an address knows the methods of every pattern it fits', async (t) => {
  const known = new KnownMethods();
  known.add('GET', '/photos');
  known.add(['GET', 'HEAD'], '/photos/:id');
  known.add('DELETE', '/photos/:id');
  known.add('GET', '/photos/months');
  t.strictSame(known.of('/photos'), ['GET']);
  t.strictSame(known.of('/photos/12'), ['DELETE', 'GET', 'HEAD']);
  t.strictSame(known.of('/photos/'), ['GET']);
  t.strictSame(known.of('/photos/months'), ['DELETE', 'GET', 'HEAD']);
  t.strictSame(known.of('/photos/12/more'), []);
  t.strictSame(known.of('/nothing'), []);
});
