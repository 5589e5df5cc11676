import t from 'tap';
import { candidatesOf } from '../../../src/cameras/streams/well-known.js';

const candidates = (url: string) => candidatesOf(new URL(url)).map(({ href }) => href);

t.test('an address with a path is tried as it is, one without at the paths of known cameras', (t) => {
  for (const whole of ['http://10.0.0.7/snapshot', 'rtsp://10.0.0.7/?camera=2', 'mqtt://10.0.0.7'])
    t.strictSame(candidates(whole), [whole]);
  t.ok(candidates('rtsp://10.0.0.7').includes('rtsp://10.0.0.7/stream2'));
  t.ok(candidates('http://10.0.0.7').some((url) => url.startsWith('http://10.0.0.7:81/')));
  const ports = candidates('http://10.0.0.7:8123').map((url) => new URL(url).port);
  t.ok(ports.length > 1 && ports.every((port) => port === '8123'), 'a port is kept to');
  t.end();
});
