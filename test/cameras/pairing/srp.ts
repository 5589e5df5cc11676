import t from 'tap';
import {
  GROUP_3072,
  multiplierOf,
  numberOf,
  powerMod,
  premasterOf,
  privateKeyOf,
  publicKeyOf,
  type SrpGroup,
  scramblerOf,
  shareKey,
} from '../../../src/cameras/pairing/srp.js';

const bytes = (hex: string) => Buffer.from(hex.replace(/\s/g, ''), 'hex');
const number = (hex: string) => numberOf(bytes(hex));

t.test('the vectors of RFC 5054, appendix B', async (t) => {
  const group: SrpGroup = {
    prime: number(`
      EEAF0AB9 ADB38DD6 9C33F80A FA8FC5E8 60726187 75FF3C0B 9EA2314C 9C256576 D674DF74 96EA81D3 383B4813 D692C6E0
      E0D5D8E2 50B98BE4 8E495C1D 6089DAD1 5DC7D7B4 6154D6B6 CE8EF4AD 69B15D49 82559B29 7BCF1885 C529F566 660E57EC
      68EDBC3C 05726CC0 2FD4CBF4 976EAA9A FD5138FE 8376435B 9FC61D2F C0EB06E3`),
    generator: 2n,
    hash: 'sha1',
  };
  const salt = bytes('BEB25379 D1A8581E B5A72767 3A2441EE');
  const secret = number('60975527 035CF2AD 1989806F 0407210B C81EDC04 E2762A56 AFD529DD DA2D4393');
  const theirs = bytes(`
    BD0C6151 2C692C0C B6D041FA 01BB152D 4916A1E7 7AF46AE1 05393011 BAF38964 DC46A067 0DD125B9 5A981652 236F99D9
    B681CBF8 7837EC99 6C6DA044 53728610 D0C6DDB5 8B318885 D7D82C7F 8DEB75CE 7BD4FBAA 37089E6F 9C6059F3 88838E7A
    00030B33 1EB76840 910440B1 B27AAEAE EB4012B7 D7665238 A8E3FB00 4B117B58`);
  const ours = publicKeyOf(group, secret);
  t.same(
    ours,
    bytes(`
      61D5E490 F6F1B795 47B0704C 436F523D D0E560F0 C64115BB 72557EC4 4352E890 3211C046 92272D8B 2D1A5358 A2CF1B6E
      0BFCF99F 921530EC 8E393561 79EAE45E 42BA92AE ACED8251 71E1E8B9 AF6D9C03 E1327F44 BE087EF0 6530E69F 66615261
      EEF54073 CA11CF58 58F0EDFD FE15EFEA B349EF5D 76988A36 72FAC47B 0769447B`),
  );
  const x = privateKeyOf(group, { user: 'alice', password: 'password123' }, salt);
  t.equal(x, number('94B7555A ABE9127C C58CCF49 93DB6CF8 4D16C124'));
  t.equal(multiplierOf(group), number('7556AA04 5AEF2CDD 07ABAF0F 665C3E81 8913186F'));
  t.equal(scramblerOf(group, ours, theirs), number('CE38B959 3487DA98 554ED47D 70A7AE5F 462EF019'));
  t.equal(
    premasterOf(group, x, { secret, ours }, theirs),
    number(`
      B0DC82BA BCF30674 AE450C02 87745E79 90A3381F 63B387AA F271A10D 233861E3 59B48220 F7C4693C 9AE12B0A 6F67809F
      0876E2D0 13800D6C 41BB59B6 D5979B5C 00A172B4 A2A5903A 0BDCAF8A 709585EB 2AFAFA8F 3499B200 210DCC1F 10EB3394
      3CD67FC8 8A2F39A4 BE5BEC4E C0A3212D C346D7E4 74B29EDE 8A469FFE CA686E5A`),
  );
});

t.test('the salt and verifier that ESP-IDF is tested with', async (t) => {
  const salt = bytes('036ee0c7bcb9eda84c9eac97d93decf4');
  const verifier = number(`
    7c7c8547 6508946d d636af37 d7e89143 78cffd61 6c59d2f8 39081272 38de9e24 a470261c dfa903c2 b270e7b1 3224da11
    1d9718dc 607208cc 9ac90c48 27e2ae89 aa1625b8 04d21a9b 3a8f37f6 e43a712e e127866e adce28ff 5446601f b99687dc
    5740a7d4 6cc97754 dc1682f0 ed356ac4 70ad3d90 b5819470 d7bc65b2 d518e02e c3a5f968 dd647bb8 b73c9cfc 00d8717e
    b79a7cb1 b7c2c318 34293243 3e0099e9 8294e3d8 2ab09629 b7df0e5f 08334076 52913200 9f972c89 6c391ec8 28054417
    3f68028a 9f4461d1 f5a17e5a 70d2c723 81cb3868 e42c20bc 40577617 bd08b896 bc26eb32 46693505 8c1570d9 1be9becc
    a938a667 f0ad5013 197264bf 52c234e2 1b117974 72bd345b b1e2fd66 73fe7164 74d04ebc 51241940 870e9240 e621e72d
    4e37762f 2ee268c7 89e83213 42068484 534ab30c 1b4c8d1c 519719ab ae77ffdb ecf01095 34336bcb 3e840fb9 d85fb8a0
    b855533e 70f718f5 ce7b4ebf 27cecea8 b3be40c5 c532293e 71649ede 8cf675a1 e6f653c8 31a878de 5040f762 de36b2ba`);
  const x = privateKeyOf(GROUP_3072, { user: 'wifiprov', password: 'abcd1234' }, salt);
  t.equal(powerMod(GROUP_3072.generator, x, GROUP_3072.prime), verifier);
});

t.test('public keys that would give the key away are refused', async (t) => {
  const pair = { secret: 7n, ours: publicKeyOf(GROUP_3072, 7n) };
  const credentials = { user: 'wifiprov', password: 'abcd1234' };
  const share = (theirs: bigint) => {
    const wide = Buffer.from(theirs.toString(16).padStart(768, '0'), 'hex');
    return shareKey(GROUP_3072, credentials, pair, { salt: Buffer.alloc(16), theirs: wide });
  };
  t.equal(share(0n), null);
  t.equal(share(GROUP_3072.prime), null);
  t.ok(share(GROUP_3072.prime - 1n));
  t.equal(numberOf(Buffer.alloc(0)), 0n);
});
