import t from 'tap';
import { mayClientPublish, mayClientSubscribe, Topics } from '../../../src/services/home-assistant/topics.js';

const topics = new Topics('0badcafe');

t.test('orders are read back as they were written, and nothing else is one', (t) => {
  t.strictSame(topics.readOrder(topics.order('porch', 'capture')), { camera: 'porch', order: 'capture' });
  const strangers = [
    'petcam-hub/other/porch/set/capture',
    'petcam-hub/0badcafe/porch/set/explode',
    'petcam-hub/0badcafe/porch/set/capture/now',
    'petcam-hub/0badcafe/porch/state',
    'petcam-hub/0badcafe',
    'petcam/porch/request/capture',
  ];
  for (const topic of strangers) t.equal(topics.readOrder(topic), null, topic);
  t.end();
});

t.test('topics of pets are told from those of cameras', (t) => {
  t.equal(topics.readPet(topics.ofPet(3, 'state')), 3);
  for (const topic of [topics.ofPet(3, 'photo'), topics.ofCamera('pet', 'state'), topics.ofHub('state')])
    t.equal(topics.readPet(topic), null, topic);
  t.equal(topics.readOrder(topics.ofPet(3, 'photo')), null);
  t.end();
});

t.test('Home Assistant may order and listen, and touch no camera', (t) => {
  t.ok(mayClientPublish('homeassistant', 'homeassistant/status'));
  t.ok(mayClientPublish('homeassistant', topics.order('porch', 'live')));
  t.notOk(mayClientPublish('homeassistant', 'petcam/porch/request/restart'));
  t.notOk(mayClientPublish('homeassistant', topics.ofCamera('porch', 'state')));
  t.ok(mayClientSubscribe('homeassistant', 'homeassistant/#'));
  t.ok(mayClientSubscribe('homeassistant', topics.ofCamera('porch', 'best')));
  t.notOk(mayClientSubscribe('homeassistant', '#'));
  t.notOk(mayClientSubscribe('homeassistant', 'petcam/#'));
  t.end();
});
