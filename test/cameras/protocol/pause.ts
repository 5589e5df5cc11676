import t from 'tap';
import {
  PAUSED_SETTINGS,
  pauseStep,
  settingsShown,
  splitChange,
} from '../../../src/cameras/protocol/pause.js';
import { DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';

const own = { motion: true, scheduleSeconds: 3600 };
const reported = { ...DEFAULT_SETTINGS, ...own };
const quiet = { ...DEFAULT_SETTINGS, ...PAUSED_SETTINGS };

t.test('a paused camera is told to take nothing by itself, and gets back what it had', async (t) => {
  t.strictSame(pauseStep({ isPaused: true, deferred: null, reported }), {
    tell: PAUSED_SETTINGS,
    defer: own,
    isLast: false,
  });
  t.equal(pauseStep({ isPaused: true, deferred: own, reported: quiet }), null, 'it is there');
  t.strictSame(
    pauseStep({ isPaused: true, deferred: own, reported: { ...reported, scheduleSeconds: 60 } })?.defer,
    own,
    'what it gets back is never overwritten by what it reports in its pause',
  );
  t.strictSame(pauseStep({ isPaused: false, deferred: own, reported: quiet }), {
    tell: own,
    defer: own,
    isLast: true,
  });
  t.equal(pauseStep({ isPaused: false, deferred: null, reported }), null);
  t.equal(pauseStep({ isPaused: true, deferred: null, reported: null }), null, 'nothing is known of it yet');
  t.equal(pauseStep({ isPaused: true, deferred: null, reported: quiet }), null, 'it took nothing before');
});

t.test('a change in the pause waits for its end, the rest is told at once', async (t) => {
  const camera = { deferred: own, reported: quiet };
  t.strictSame(splitChange(camera, { quality: 12, motion: false }), {
    tell: { quality: 12 },
    defer: { motion: false, scheduleSeconds: 3600 },
  });
  t.strictSame(splitChange(camera, { quality: 12 }), { tell: { quality: 12 }, defer: null });
  t.strictSame(splitChange({ deferred: null, reported }, { scheduleSeconds: 0 }).defer, {
    motion: true,
    scheduleSeconds: 0,
  });
  t.strictSame(splitChange({ deferred: null, reported: null }, { motion: true }).defer, {
    motion: true,
    scheduleSeconds: 0,
  });
  t.match(settingsShown(quiet, own), own);
  t.match(settingsShown(reported, null), own);
});
