import { pino } from 'pino';
import t from 'tap';
import { notePairings, openSecurityLog, type SecurityEvent } from '../../src/core/audit-log.js';
import { ManualClock } from '../support/manual-clock.js';

function open(keep?: () => Promise<void>) {
  const clock = new ManualClock();
  const kept: (SecurityEvent & { count: number })[] = [];
  const lines: Record<string, unknown>[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) });
  const security = openSecurityLog({
    keep: keep ?? (async (event) => void kept.push(event)),
    clock,
    log,
  });
  return { security, clock, kept, lines };
}

t.test('an event is a log line with a stable name, and is kept', async (t) => {
  const { security, kept, lines } = open();
  security.note({ name: 'sign-in-failed', person: 'Mina', address: '192.168.1.7' });
  await security.flush();
  t.match(lines, [
    { security: true, event: 'sign-in-failed', person: 'Mina', address: '192.168.1.7', count: 1 },
  ]);
  t.match(kept, [{ name: 'sign-in-failed', person: 'Mina', count: 1 }]);
});

t.test('the same again within a minute is counted and written once', async (t) => {
  const { security, clock, kept } = open();
  for (let time = 0; time < 5; time += 1) security.note({ name: 'camera-refused', camera: 'porch' });
  security.note({ name: 'camera-refused', camera: 'attic' });
  await clock.advance(60_000);
  t.strictSame(
    kept.map(({ camera, count }) => [camera, count]),
    [
      ['porch', 1],
      ['attic', 1],
      ['porch', 4],
    ],
  );
  security.note({ name: 'camera-refused', camera: 'porch' });
  t.equal(kept.length, 4, 'and after that it is news again');
});

t.test('what is counted is not lost at the end, nor by a crowd of others', async (t) => {
  const { security, kept } = open();
  security.note({ name: 'camera-refused', camera: 'porch' });
  security.note({ name: 'camera-refused', camera: 'porch' });
  for (let other = 0; other < 600; other += 1)
    security.note({ name: 'sign-in-failed', address: `10.0.0.${other}` });
  t.ok(kept.some(({ camera, count }) => camera === 'porch' && count === 1));
  t.equal(kept.filter(({ camera }) => camera === 'porch').length, 2);
  security.note({ name: 'sign-in-failed', address: '10.0.0.599' });
  await security.flush();
  t.equal(kept.filter(({ address }) => address === '10.0.0.599').length, 2);
});

t.test('a disk that keeps nothing disturbs nobody', async (t) => {
  const { security, lines } = open(async () => {
    throw new Error('the disk is full');
  });
  security.note({ name: 'password-changed' });
  await security.flush();
  t.match(lines.at(-1), { event: 'password-changed', msg: 'security: storing an event failed' });
});

t.test('a pairing that ends well is noted', async (t) => {
  const { security, kept } = open();
  let tell: (status: { step: string; camera: string | null }) => void = () => {};
  const onChange = (listener: typeof tell) => {
    tell = listener;
  };
  notePairings({ onChange }, security);
  tell({ step: 'joining', camera: 'porch' });
  tell({ step: 'done', camera: 'porch' });
  tell({ step: 'done', camera: null });
  t.match(kept, [
    { name: 'camera-paired', camera: 'porch' },
    { name: 'camera-paired', camera: undefined },
  ]);
});
