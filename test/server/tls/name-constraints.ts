import t from 'tap';
import { permittedNames } from '../../../src/server/tls/name-constraints.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

t.test('the bytes of RFC 5280, section 4.2.1.10', async (t) => {
  t.equal(
    hex(permittedNames(['local'], [])),
    `300ba0093007 8205 ${hex(Buffer.from('local'))}`.replaceAll(' ', ''),
  );
  t.equal(hex(permittedNames([], [['172.16.0.0', 12]])), '300ea00c300a8708ac100000fff00000');
  t.match(hex(permittedNames([], [['fc00::', 7]])), /8720fc(00){15}fe(00){15}$/);
  t.match(hex(permittedNames([], [['::1', 128]])), /8720(00){15}01(ff){16}$/);
});

t.test('a list longer than one length byte can say', async (t) => {
  const names = Array.from({ length: 40 }, (_, index) => `name-${index}`);
  const der = Buffer.from(permittedNames(names, []));
  t.equal(der[1], 0x82);
  t.equal(der.readUInt16BE(2), der.length - 4);
});
