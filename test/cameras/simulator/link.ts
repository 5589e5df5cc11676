/** The connection of a simulated camera to a hub that is not well for a moment. */
import t from 'tap';
import { connectCamera } from '../../../src/cameras/simulator/link.js';
import { KEY, startBroker } from '../../support/broker.js';

t.test('a camera that was refused once comes back by itself', async (t) => {
  let tries = 0;
  const { url } = await startBroker(t, {
    authenticate: async () => {
      tries += 1;
      if (tries === 1) throw new Error('the keys cannot be read');
      return true;
    },
  });
  const errors: string[] = [];
  await new Promise<void>((resolve) => {
    const connection = connectCamera({
      url,
      camera: 'porch',
      key: KEY,
      onReady: resolve,
      onMessage: () => {},
      onError: ({ message }) => errors.push(message),
    });
    t.teardown(() => connection.end());
  });
  t.equal(tries, 2);
  t.match(errors, [/Server unavailable/]);
});
