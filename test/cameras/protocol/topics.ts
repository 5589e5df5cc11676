import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { formatTopic, ownerOf, parseTopic, type Topic } from '../../../src/cameras/protocol/topics.js';
import { burstKey, cameraId, plain } from '../../support/arbitraries.js';
import { refusalOf } from '../../support/refusals.js';

const verb = fc.stringMatching(/^[a-z][a-z0-9_-]{0,31}$/);
const topic: fc.Arbitrary<Topic> = fc
  .oneof(
    fc.record({ kind: fc.constantFrom('availability', 'state', 'preview'), camera: cameraId }),
    fc.record({
      kind: fc.constant('frame'),
      camera: cameraId,
      burst: burstKey,
      index: fc.nat({ max: 999_999_999 }),
    }),
    fc.record({ kind: fc.constantFrom('manifest', 'ack'), camera: cameraId, burst: burstKey }),
    fc.record({ kind: fc.constantFrom('request', 'response'), camera: cameraId, verb }),
    fc.record({ kind: fc.constant('bridge'), name: fc.constantFrom('state', 'info') }),
  )
  .map(plain) as fc.Arbitrary<Topic>;

t.test('every topic reads back as what was written', async () => {
  fc.assert(fc.property(topic, (value) => assert.deepEqual(parseTopic(formatTopic(value)), value)));
});

t.test('a text that is accepted is the only way to write its topic', async () => {
  const level = fc.oneof(
    fc.string(),
    fc.constantFrom('petcam', 'burst', 'frame', 'manifest', '0', '01', 'bridge', 'cam'),
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(level, { maxLength: 7 }).map((levels) => levels.join('/')),
  );
  fc.assert(
    fc.property(text, (value) => {
      if (refusalOf(() => parseTopic(value)) === 'accepted')
        assert.equal(formatTopic(parseTopic(value)), value);
    }),
    { numRuns: 1000 },
  );
});

t.test('what the contract does not know is refused by name', async (t) => {
  const strangers = [
    '',
    'petcam',
    'petcam/cam',
    'petcam/cam/',
    'petcam/cam/state/more',
    'petcam/cam/weather',
    'petcam/cam/weather/now',
    'petcam/cam/a/b/c',
    'petcam/Cam/state',
    'petcam/hub/state',
    'petcam/bridge/config',
    'petcam/bridge/state/more',
    'petcam/cam/burst',
    'petcam/cam/burst/b!/manifest',
    'petcam/cam/burst/b/frame',
    'petcam/cam/burst/b/frame/01',
    'petcam/cam/burst/b/frame/-1',
    'petcam/cam/burst/b/frame/1/2',
    'petcam/cam/burst/b/photo/1',
    'petcam/cam/request/Capture',
    'petcam/cam/request/',
    'homeassistant/cam/state',
  ];
  for (const text of strangers)
    t.equal(
      refusalOf(() => parseTopic(text)),
      'topic-invalid',
      text,
    );
});

t.test('the camera of a topic is known also when the rest of it is not', async (t) => {
  t.equal(ownerOf('petcam/porch/weather'), 'porch');
  t.equal(ownerOf('petcam/bridge/state'), null);
  t.equal(ownerOf('petcam'), null);
  t.equal(ownerOf('other/porch/state'), null);
});
