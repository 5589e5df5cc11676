/** The firmware's own core against a hub that takes nothing for a while. Its pauses are real ones, of 5 s and more. */
import t from 'tap';
import { Fault } from '../../src/core/errors.js';
import { KEY, startBroker } from '../support/broker.js';
import { CAMERA_HEADERS, type CameraAccount, make, missingTools, startCamera } from '../support/firmware.js';
import { SAMPLE_BURSTS } from '../support/hub.js';
import { startHubSide } from '../support/hub-side.js';
import { MemoryLedger } from '../support/memory-ledger.js';

const skip = missingTools(...CAMERA_HEADERS);
const BURSTS = 6;

t.setTimeout(300_000);

function wholeAccount(account: CameraAccount | null) {
  return { taken: account?.taken, sent: account?.sent, framesLost: account?.framesLost };
}

for (const reason of ['storage-full', 'hub-busy'] as const) {
  t.test(`${reason}: bursts wait in the camera and arrive whole`, { skip }, async (t) => {
    t.match(await make('host'), { code: 0 });
    const ledger = new MemoryLedger();
    const { broker, url } = await startBroker(t);
    const share = { used: reason === 'hub-busy' };
    ledger.room = reason !== 'storage-full';
    const side = await startHubSide(t, { connect: () => broker.connect() }, ledger, () => share.used);
    ledger.commit = async (what) => {
      if (what === 'frame' && !ledger.room) throw new Fault('storage-full', 'no room', 'make room');
    };
    const args = [
      '--url',
      url,
      '--camera',
      'porch',
      '--bursts',
      SAMPLE_BURSTS,
      '--stop-after',
      String(BURSTS),
    ];
    const camera = startCamera(t, KEY, [...args, '--every', '0.5', '--interval', '100']);
    const manifests = () =>
      ledger.counted.filter(({ index, reason: counted }) => index === null && counted === reason).length;
    await side.until(() => side.states.some(({ bursts }) => bursts.queued >= 2) && manifests() >= 2);
    t.equal(ledger.openBursts().length, 0, 'what waits costs nothing');
    ledger.room = true;
    share.used = false;
    const { code, account } = await camera.ended;
    t.equal(code, 0);
    t.strictSame(wholeAccount(account), { taken: BURSTS, sent: BURSTS, framesLost: 0 });
    t.equal(side.closed.length, BURSTS);
    t.ok(ledger.closings.every(({ missing, by }) => missing.length === 0 && by === 'manifest'));
  });
}
