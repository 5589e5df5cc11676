import t from 'tap';
import { mayPublish, mayRetain, maySubscribe, refuseClaim } from '../../../src/cameras/mqtt/access.js';

t.test('a camera moves below its own name', async (t) => {
  t.ok(mayPublish('porch', 'petcam/porch/state'));
  for (const topic of [
    'petcam/porch2/state',
    'petcam/porch',
    'petcam/bridge/state',
    '$SYS/x',
    'homeassistant/x',
  ]) {
    t.notOk(mayPublish('porch', topic), topic);
  }
  for (const filter of [
    'petcam/porch/request/+',
    'petcam/porch/#',
    'petcam/bridge/state',
    'petcam/bridge/info',
  ]) {
    t.ok(maySubscribe('porch', filter), filter);
  }
  for (const filter of [
    '#',
    '+/porch/state',
    'petcam/+/state',
    'petcam/porch',
    'petcam/porch+/x',
    '$SYS/#',
    'petcam/bridge/+',
  ]) {
    t.notOk(maySubscribe('porch', filter), filter);
  }
});

t.test('only availability and state are kept, in their proper size', async (t) => {
  t.ok(mayRetain('porch', 'petcam/porch/state', 4096));
  t.ok(mayRetain('porch', 'petcam/porch/availability', 0));
  t.notOk(mayRetain('porch', 'petcam/porch/state', 4097));
  t.notOk(mayRetain('porch', 'petcam/porch/burst/b/frame/0', 10));
});

t.test('a claim is refused for what is wrong with it', async (t) => {
  const claim = { clientId: 'porch', username: 'porch', keepAliveSeconds: 30, identity: null };
  t.equal(refuseClaim(claim), null);
  t.equal(refuseClaim({ ...claim, identity: 'porch' }), null);
  t.equal(refuseClaim({ ...claim, keepAliveSeconds: 120 }), null);
  t.equal(refuseClaim({ ...claim, username: undefined }), 4, 'anonymous');
  t.equal(refuseClaim({ ...claim, identity: 'garden' }), 4, 'the transport proved another name');
  t.equal(refuseClaim({ ...claim, clientId: 'garden' }), 2);
  t.equal(refuseClaim({ ...claim, keepAliveSeconds: 121 }), 2);
  t.equal(refuseClaim({ ...claim, keepAliveSeconds: 0 }), 2);
});
