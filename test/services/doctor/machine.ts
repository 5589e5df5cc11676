import t from 'tap';
import {
  checkClock,
  checkMemory,
  checkNode,
  checkProcessor,
  checkZone,
} from '../../../src/services/doctor/machine.js';

t.test('Node: the version of package.json and newer', async (t) => {
  for (const version of ['20.20.0', '20.21.3', '24.0.0']) t.match(checkNode(version), { verdict: 'ok' });
  for (const version of ['18.19.0', '20.19.2'])
    t.match(checkNode(version), { verdict: 'fail', advice: /20\.20/ });
});

t.test('processor: 64 bits', async (t) => {
  t.match(checkProcessor('arm64'), { verdict: 'ok' });
  t.match(checkProcessor('arm'), { verdict: 'fail', advice: /64-bit/ });
});

t.test('memory: enough, tight, too little', async (t) => {
  const gigabyte = 1024 ** 3;
  t.match(checkMemory(0.9 * gigabyte), { verdict: 'ok', text: '922 MiB' });
  t.match(checkMemory(0.5 * gigabyte), { verdict: 'warn', advice: /PETCAM_VISION_THREADS=1/ });
  t.match(checkMemory(0.4 * gigabyte), { verdict: 'fail' });
});

t.test('clock: set by a server, by nobody, or before the hub existed', async (t) => {
  const now = Date.UTC(2026, 5, 1);
  t.match(checkClock(now, true), { verdict: 'ok', text: /2026-06-01/ });
  t.match(checkClock(now, false), { verdict: 'warn', text: /no time server/ });
  t.match(checkClock(now, null), { verdict: 'warn', text: /not known/ });
  t.match(checkClock(0, true), { verdict: 'fail', text: /1970/ });
});

t.test('time zone: nobody lives in UTC without having said so', async (t) => {
  t.match(checkZone('', 'Europe/Berlin'), { verdict: 'ok', text: 'Europe/Berlin' });
  t.match(checkZone('Asia/Seoul', 'UTC'), { verdict: 'ok', text: 'Asia/Seoul' });
  t.match(checkZone('', 'UTC'), { verdict: 'warn', advice: /set-timezone/ });
  t.match(checkZone('', 'Etc/UTC'), { verdict: 'warn' });
});
