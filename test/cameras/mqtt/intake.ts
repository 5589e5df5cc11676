import fc from 'fast-check';
import t from 'tap';
import { Receiver } from '../../../src/cameras/mqtt/intake.js';
import { encodeManifest } from '../../../src/cameras/protocol/manifest.js';
import { Semaphore } from '../../../src/core/semaphore.js';
import { anyBytes } from '../../support/arbitraries.js';
import { quiet } from '../../support/broker.js';
import { jpegOf, manifestOf } from '../../support/frames.js';
import { NotedIntake } from '../../support/intake.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

function intakeOf(places = 16) {
  const clock = new ManualClock();
  const intake = new NotedIntake();
  const answers: string[] = [];
  const receiver = new Receiver({
    intake,
    semaphore: new Semaphore({ permits: places, acquireTimeout: { ms: 2000, clock } }),
    availability: intake.availability,
    answered: (camera, verb, { transaction }) => answers.push(`${camera} ${verb} ${transaction}`),
    clock,
    log: quiet,
  });
  const take = (topic: string, payload: Uint8Array | string) => receiver.receive(topic, Buffer.from(payload));
  return { clock, intake, answers, take };
}

t.test('every message of the contract comes to its place', async (t) => {
  const { intake, answers, take } = intakeOf();
  await take('petcam/porch/availability', '{"state":"online"}');
  await take('petcam/porch/burst/b/frame/3', jpegOf(3, 99));
  await take('petcam/porch/burst/b/manifest', encodeManifest(manifestOf([jpegOf(0)], 'b')));
  await take('petcam/porch/preview', jpegOf(1, 70));
  await take('petcam/porch/response/capture', '{"transaction":"t","status":"ok"}');
  t.strictSame(intake.notes, [
    'porch online',
    'porch b frame 3 99',
    'porch b manifest 1',
    'porch preview 70',
  ]);
  t.strictSame(answers, ['porch capture t']);
});

t.test('a message whose camera cannot be read is dropped, and the next one is taken', async (t) => {
  const { intake, take } = intakeOf();
  const knows = t.capture(intake, 'knows', () => {
    throw new Error('the disk');
  });
  await take('petcam/porch/availability', '{"state":"online"}');
  t.strictSame(intake.notes, []);
  t.equal(knows().length, 1);
  intake.knows = () => true;
  await take('petcam/porch/availability', '{"state":"online"}');
  t.strictSame(intake.notes, ['porch online']);
});

t.test('what is wrong is handed on with its reason and its place', async (t) => {
  const { intake, take } = intakeOf();
  await take('petcam/porch/burst/b/frame/3', 'no picture');
  await take('petcam/porch/burst/b/frame/3', '');
  await take('petcam/porch/burst/b/frame/3', jpegOf(0, 524289));
  await take('petcam/porch/burst/b/manifest', '{}');
  await take('petcam/porch/burst/b/manifest', ' '.repeat(4097));
  await take('petcam/porch/weather', 'rain');
  await take('petcam/porch/preview', jpegOf(0, 65537));
  await take('petcam/porch/preview', 'x');
  t.strictSame(intake.notes, [
    'porch b 3 not-jpeg',
    'porch b 3 frame-empty',
    'porch b 3 frame-too-large',
    'porch b null manifest-invalid',
    'porch b null message-too-large',
    'porch null null topic-invalid',
    'porch null null message-too-large',
    'porch null null not-jpeg',
  ]);
});

t.test('what is nobody’s business is dropped in silence', async (t) => {
  const { intake, answers, take } = intakeOf();
  intake.strangers.add('shed');
  await take('petcam/shed/burst/b/frame/0', jpegOf(0));
  await take('petcam/bridge/state', '{"state":"online"}');
  await take('other/topic', 'x');
  await take('petcam/porch/availability', '');
  await take('petcam/porch/burst/b/ack', '{}');
  await take('petcam/porch/request/capture', '{}');
  await take('petcam/porch/state', '{"v":2}');
  await take('petcam/porch/response/capture', '{}');
  t.strictSame([intake.notes, answers], [[], []]);
});

t.test('a hub whose disk does not keep up says so', async (t) => {
  const { clock, intake, take } = intakeOf(1);
  intake.store = () => new Promise(() => {});
  await take('petcam/porch/burst/b/frame/0', jpegOf(0));
  const second = take('petcam/porch/burst/b/frame/1', jpegOf(1));
  await settled();
  t.equal(intake.notes.length, 1, 'the second frame waits');
  await clock.advance(2000);
  await second;
  const third = take('petcam/porch/burst/b/manifest', encodeManifest(manifestOf([jpegOf(0)], 'b')));
  await clock.advance(2000);
  await third;
  t.strictSame(intake.notes.slice(1), ['porch b 1 hub-busy', 'porch b null hub-busy']);
});

t.test('a flood of what is refused waits for the disk too', async (t) => {
  const { clock, intake, take } = intakeOf(1);
  intake.rejected = () => new Promise(() => {});
  await take('petcam/porch/weather', 'rain');
  let taken = false;
  const next = take('petcam/porch/weather', 'snow').then(() => {
    taken = true;
  });
  await settled();
  t.notOk(taken);
  await clock.advance(2000);
  await next;
});

t.test('an error of the hub’s own does not stop the intake', async (t) => {
  const { intake, take } = intakeOf();
  intake.preview = () => {
    throw new Error('unexpected');
  };
  await take('petcam/porch/preview', jpegOf(0));
  await take('petcam/porch/availability', '{"state":"offline"}');
  t.strictSame(intake.notes, ['porch offline']);
});

t.test('any bytes on any topic are survived', async (t) => {
  const { take } = intakeOf();
  const topics = [
    'state',
    'availability',
    'preview',
    'response/time',
    'burst/b/manifest',
    'burst/b/frame/0',
    'x',
  ];
  const property = fc.asyncProperty(fc.constantFrom(...topics), anyBytes, (topic, bytes) =>
    take(`petcam/porch/${topic}`, bytes),
  );
  await fc.assert(property);
  t.pass();
});
