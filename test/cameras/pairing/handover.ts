import t from 'tap';
import { encodeHandover, encodeKeep, readHandoverAnswer } from '../../../src/cameras/pairing/handover.js';

const handover = { host: '192.168.1.10', port: 8883, camera: 'porch', key: 'a'.repeat(64) };

t.test('the bytes are those that the firmware reads, and fit into one message', async (t) => {
  const bytes = Buffer.from(encodeHandover(handover));
  const key = 'a'.repeat(64);
  t.equal(bytes.toString(), `{"v":1,"host":"192.168.1.10","port":8883,"camera":"porch","key":"${key}"}`);
  t.match(
    Buffer.from(encodeHandover({ ...handover, name: 'petcam.local' })).toString(),
    /,"name":"petcam.local"}$/,
  );
  t.equal(Buffer.from(encodeKeep()).toString(), '{"v":1,"keep":true}', 'nothing but the Wi-Fi is new');
  const longest = encodeHandover({
    ...handover,
    host: 'h'.repeat(63),
    port: 65535,
    camera: 'c'.repeat(32),
    name: 'n'.repeat(63),
  });
  t.ok(longest.length <= 320, 'PETCAM_HANDOVER_BYTES of the firmware');
});

t.test('an address that no camera takes is the fault of the hub', async (t) => {
  for (const host of ['', 'fe80::1', 'h'.repeat(64), 'hub.local"']) {
    t.throws(() => encodeHandover({ ...handover, host }), { code: 'radio-failed' });
  }
});

t.test('only a clear yes is a yes', async (t) => {
  const read = (text: string) => readHandoverAnswer(Buffer.from(text));
  t.doesNotThrow(() => read('{"v":1,"status":"ok"}'));
  const no = '{"v":1,"status":"error","error":{"code":"invalid","message":"host"}}';
  t.throws(() => read(no), { code: 'handover-refused', message: /invalid host/ });
  for (const text of [
    '',
    'ok',
    '{"v":2,"status":"ok"}',
    '{"v":1}',
    `{"v":1,"status":"ok","x":"${'x'.repeat(5000)}"}`,
  ]) {
    t.throws(() => read(text), { code: 'handover-refused' }, text.slice(0, 20));
  }
});
