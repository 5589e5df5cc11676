import t from 'tap';
import { Authentication, chooseChallenge } from '../../../src/cameras/streams/authentication.js';

const mufasa = { username: 'Mufasa', password: 'Circle of Life' };

function answer(
  headers: string[],
  credentials = mufasa,
  path = '/dir/index.html',
  cnonce = '0a4f113b',
): string | null {
  const challenge = chooseChallenge(headers);
  return challenge && new Authentication(credentials, challenge).header(path, cnonce);
}

t.test('digest answers are those of the RFCs', async (t) => {
  const rfc7616 = (algorithm: string) =>
    `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, ` +
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
  t.match(answer([rfc7616('MD5')], mufasa, undefined, cnonce), /response="8ca523f5e9506fed4657c9700eebdbec"/);
  t.match(
    answer([rfc7616('MD5'), rfc7616('SHA-256')], mufasa, undefined, cnonce),
    /response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"/,
    'the stronger of two',
  );
  // RFC 2069 with the numbers of its erratum: no qop.
  const old =
    'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
  const given = answer([old], { username: 'Mufasa', password: 'CircleOfLife' });
  t.match(given, /response="1949323746fe6a43ef61f9606e7febea"/);
  t.notMatch(given, /qop|nc=|cnonce/);
});

t.test('each use of a nonce is counted', async (t) => {
  const challenge = chooseChallenge(['Digest realm="a", nonce="b", qop=auth']);
  if (!challenge) throw new Error('no challenge');
  const authentication = new Authentication(mufasa, challenge);
  t.match(authentication.header('/'), /nc=00000001, cnonce="[0-9a-f]{16}"/);
  t.match(authentication.header('/'), /nc=00000002/);
});

t.test('the strongest way that a camera offers is taken, also out of one header', async (t) => {
  t.match(answer(['Basic realm="cam", Digest realm="cam", nonce="n"']), /^Digest /);
  t.match(answer(['Basic realm="cam"']), /^Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl$/);
  t.match(
    answer(['Digest realm="a \\"b\\"", nonce="n", algorithm=MD5-sess, qop="auth"']),
    /realm="a \\"b\\""/,
  );
  t.match(answer(['Digest nonce="n", algorithm=MD5-sess']), /cnonce="0a4f113b"/);
  t.match(
    answer(['Digest realm="a", nonce="n", qop="auth-int", algorithm=MD5', 'Basic realm="a"']),
    /^Basic /,
  );
});

t.test('what cannot be answered is no challenge', async (t) => {
  for (const header of [
    'Bearer realm="a"',
    'Negotiate',
    'Digest realm="a"',
    'Digest nonce="a", algorithm=TOKEN',
    '',
  ])
    t.equal(answer([header]), null, header);
});
