import t from 'tap';
import { ConnectionWatch } from '../../src/cameras/mqtt/connection-watch.js';
import { cameraIssues } from '../../src/hub/camera-health.js';
import { KEY, openTestStore } from '../support/store.js';

t.test('what is wrong with a camera, as far as it can be read', async (t) => {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const watch = new ConnectionWatch(clock);
  const issues = (cameras = () => store.cameras()) =>
    cameraIssues({ store: { cameras }, connections: (camera) => watch.report(camera), clock });
  t.strictSame(issues(), []);
  for (let i = 0; i < 6; i++) watch.connected('porch', i > 0, '10.0.0.7');
  await store.countRejection({
    camera: 'porch',
    burst: null,
    index: null,
    reason: 'topic-invalid',
    at: clock.now(),
  });
  t.match(issues(), [{ code: 'frames-refused' }, { code: 'camera-contested' }]);
  const unreadable = () => {
    throw new Error('disk I/O error');
  };
  t.strictSame(issues(unreadable), [], 'the database says so itself');
});
