import t from 'tap';
import { MAX_HELD_BURSTS, MAX_OPEN_BURSTS, withheldFrom } from '../../../src/cameras/burst/admission.js';

const free = { active: 0, held: 0, hasRoom: true, aboveShare: false };

t.test('a burst may be opened while there is a place, room on the disk, and a share left', async (t) => {
  t.equal(withheldFrom({ ...free, active: MAX_OPEN_BURSTS - 1, held: MAX_HELD_BURSTS }), null);
  t.equal(withheldFrom({ ...free, active: MAX_OPEN_BURSTS }), 'hub-busy');
  t.equal(withheldFrom({ ...free, active: MAX_OPEN_BURSTS - 1, held: MAX_HELD_BURSTS + 1 }), 'hub-busy');
  t.equal(withheldFrom({ ...free, aboveShare: true }), 'hub-busy');
  t.equal(withheldFrom({ ...free, aboveShare: true, hasRoom: false }), 'storage-full');
});
