import t from 'tap';
import { Fault, Refusal } from '../../../src/core/errors.js';
import { brokerProbe, databaseProbe } from '../../../src/services/systemd/probes.js';
import { openTestStore } from '../../support/store.js';

t.test('a database that can be written to answers', async (t) => {
  const { store } = await openTestStore(t);
  await t.resolves(databaseProbe(store).ask());
});

t.test('a full disk is an answer, a queue that does not move and a dead writer are none', async (t) => {
  let outcome: Error = new Fault('storage-full', 'the disk is full', 'Free some.');
  let die = (_: Fault) => {};
  const probe = databaseProbe({
    probe: () => Promise.reject(outcome),
    onFault: (listener) => {
      die = listener;
    },
  });
  await t.resolves(probe.ask());
  outcome = new Refusal('hub-busy', 'too much is waiting');
  await t.rejects(probe.ask(), outcome);
  const end = new Fault('storage-failed', 'the writing thread has ended', 'Start again.');
  outcome = end;
  die(end);
  await t.rejects(probe.ask(), outcome);
});

t.test('the broker is asked through the hub', async (t) => {
  let asked = 0;
  await brokerProbe({ probe: async () => void asked++ }).ask();
  t.equal(asked, 1);
});
