import t from 'tap';
import { FollowedAnnouncement } from '../../../src/server/discovery/followed.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

t.test('an interface that is born later is announced on, and one that goes is left', async (t) => {
  const clock = new ManualClock();
  const done: string[] = [];
  let present = ['eth0'];
  const announcement = new FollowedAnnouncement({
    interfaces: () => [...present],
    open: (names) => ({
      start: async () => void done.push(`start ${names.join(' ')}`),
      stop: async () => void done.push(`stop ${names.join(' ')}`),
    }),
    clock,
  });
  announcement.start();
  await settled();
  await clock.advance(10_000);
  t.strictSame(done, ['start eth0'], 'nothing is announced anew while nothing changes');
  present = ['wlan0', 'eth0'];
  await clock.advance(10_000);
  await settled();
  t.strictSame(done.splice(0), ['start eth0', 'stop eth0', 'start eth0 wlan0']);
  present = ['wlan0'];
  await clock.advance(10_000);
  await announcement.stop();
  t.strictSame(done.splice(0), ['stop eth0 wlan0', 'start wlan0', 'stop wlan0']);
  await clock.advance(60_000);
  t.strictSame(done, [], 'it has ended');
});
