import t from 'tap';
import { addressOf } from '../../../src/web/api/client.js';

t.test('an address takes its values, and leaves out what is not said', async (t) => {
  t.equal(addressOf('/cameras/{id}/capture', { id: 'living-room' }), '/cameras/living-room/capture');
  t.equal(addressOf('/photos/{id}', { id: 12 }, {}), '/photos/12');
  t.equal(addressOf('/cameras/{id}', { id: 'a/b?c' }), '/cameras/a%2Fb%3Fc');
  t.equal(
    addressOf('/photos', {}, { pet: 'cat', favourite: true, from: undefined, limit: 60 }),
    '/photos?pet=cat&favourite=true&limit=60',
  );
});
