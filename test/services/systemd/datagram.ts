import t from 'tap';
import { openDatagrams } from '../../../src/services/systemd/datagram.js';
import { openNotifySocket } from '../../support/notify-socket.js';

t.test('a datagram arrives whole, accents and all', async (t) => {
  const socket = openNotifySocket(t);
  const datagrams = await openDatagrams(socket.path, (reason) => t.fail(reason));
  datagrams.send('STATUS=Küche\nREADY=1');
  t.equal(await socket.hears(/READY/, 0), 'STATUS=Küche\nREADY=1');
  datagrams.close();
});

t.test('without the native module the fault says what to do', async (t) => {
  const missing = async () => {
    throw new Error('Cannot find module');
  };
  await t.rejects(
    openDatagrams('/run/systemd/notify', () => {}, missing),
    { code: 'notify-unavailable', message: /unix-dgram/, hint: /compiler/ },
  );
});
