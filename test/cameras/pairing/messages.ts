import t from 'tap';
import { decode, encode } from '../../../src/cameras/pairing/messages.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Key = field number << 3 | wire type; a zero is left out, as proto3 has it. */
t.test('the bytes are those of ESP-IDF', async (t) => {
  const hello = { user: Buffer.from('wifiprov'), publicKey: Buffer.from([1, 2]) };
  // sec_ver = 2, sec2 { msg = 0, sc0 { client_username, client_pubkey } }
  const session = encode('SessionMessage', { security: 2, security2: { kind: 0, hello } });
  t.equal(hex(session), '1002' + '6211' + 'a2010e' + '0a08' + '7769666970726f76' + '12020102');
  // msg = 2, cmd_set_config { ssid, passphrase }
  const set = { ssid: Buffer.from('Home'), passphrase: Buffer.from('secret') };
  t.equal(
    hex(encode('ConfigMessage', { kind: 2, set })),
    '0802' + '620e' + '0a04486f6d65' + '1206736563726574',
  );
  // msg = 4, cmd_scan_result { start_index = 4, count = 4 }
  t.equal(
    hex(encode('ScanMessage', { kind: 4, results: { start: 4, count: 4 } })),
    '0804' + '7204' + '08041004',
  );
  // msg = 0, cmd_get_status {}
  t.equal(hex(encode('ConfigMessage', { kind: 0, state: {} })), '5200');
});

t.test('what a camera leaves out has its empty value', async (t) => {
  // msg = 1, resp_get_status { sta_state = 3, fail_reason = 0 }
  const failed = decode('ConfigMessage', Buffer.from('08015a0410035000', 'hex'));
  t.match(failed.stateAnswer, { status: 0, station: 3, failure: 0 });
  // msg = 5, resp_scan_result { entries { ssid = "Home", channel = 6, rssi = -48, auth = 3 } }
  const scan = decode(
    'ScanMessage',
    Buffer.from('08057a170a150a04486f6d65100618d0ffffffffffffffff012803', 'hex'),
  );
  t.match(scan, { status: 0, resultsAnswer: { entries: [{ rssi: -48, channel: 6, auth: 3 }] } });
});

t.test('what is no message is refused', async (t) => {
  t.throws(() => decode('SessionMessage', Buffer.from('ff', 'hex')), { code: 'unknown-protocol' });
  t.same(decode('ScanMessage', Buffer.alloc(0)), { kind: 0, status: 0 });
});
