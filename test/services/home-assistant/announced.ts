import t from 'tap';
import { createLog } from '../../../src/core/log.js';
import { Announced } from '../../../src/services/home-assistant/announced.js';
import { listenAll, startAssistant } from '../../support/assistant.js';
import { connectHub, startBroker } from '../../support/broker.js';
import { KEY, openTestStore } from '../../support/store.js';

const isEmpty = (payload: Buffer) => payload.length === 0;
const isFull = (payload: Buffer) => payload.length > 0;

t.test('what is no more is taken back at the next connection, of an old prefix too', async (t) => {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const { broker } = await startBroker(t);
  const hears = await listenAll(connectHub(t, broker));
  const parts = { address: { connect: () => broker.connect() }, store, clock };
  const before = startAssistant(t, { ...parts, prefix: 'old' });
  await hears('old/device/petcam_00112233_porch/config', isFull);
  await hears('petcam-hub/00112233/porch/best-info', isEmpty);
  await before.stop();

  await store.removeCamera('porch');
  await store.addCamera('hall', 'Hall', KEY);
  startAssistant(t, parts);
  await hears('homeassistant/device/petcam_00112233_hall/config', isFull);
  await hears('old/device/petcam_00112233/config', isEmpty);
  await hears('old/device/petcam_00112233_porch/config', isEmpty);
  await hears('petcam-hub/00112233/porch/availability', isEmpty);
  await hears('petcam-hub/00112233/porch/state', isEmpty);
});

t.test('what is announced is known after a restart, and forgotten once it is taken back', async (t) => {
  const { store } = await openTestStore(t);
  const log = createLog('silent');
  await new Announced({ store, log }).note(['a', 'b', 'c']);
  const fails = new Announced({ store, log }).keepOnly(['a'], async () => {
    throw new Error('no connection');
  });
  await t.rejects(fails, { message: 'no connection' });
  const cleared: string[] = [];
  const clear = async (topic: string) => void cleared.push(topic);
  await new Announced({ store, log }).keepOnly(['a'], clear);
  await new Announced({ store, log }).keepOnly(['a'], clear);
  t.strictSame(cleared, ['b', 'c']);
});

t.test(
  'a disk that is full keeps nothing from being announced, and the note is made with the next',
  async (t) => {
    const { store } = await openTestStore(t);
    const log = createLog('silent');
    let full = true;
    const announced = new Announced({
      store: {
        setting: (key) => store.setting(key),
        setSetting: async (key, value) => {
          if (full) throw new Error('the disk is full');
          await store.setSetting(key, value);
        },
      },
      log,
    });
    await announced.note(['a']);
    full = false;
    await announced.note(['b']);
    const cleared: string[] = [];
    await new Announced({ store, log }).keepOnly([], async (topic) => void cleared.push(topic));
    t.strictSame(cleared, ['a', 'b']);
  },
);
