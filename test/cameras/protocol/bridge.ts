import t from 'tap';
import { encodeBridgeInfo } from '../../../src/cameras/protocol/bridge.js';

t.test('the hub tells its version and its limits as the contract prints them', async (t) => {
  t.equal(
    encodeBridgeInfo('0.1.0').toString(),
    '{"v":1,"version":"0.1.0","limits":{"frameBytes":524288,"burstFrames":20,"jsonBytes":4096,"previewBytes":65536}}',
  );
});
