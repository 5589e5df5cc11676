import t from 'tap';
import { DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';
import type { PairingStatus } from '../../../src/web/api/camera-calls.js';
import type { PairingFailure } from '../../../src/web/api/types.js';
import { changed } from '../../../src/web/cameras/settings-change.js';
import { isOpen, needsCable, numberOf, screenOf } from '../../../src/web/pairing/screen.js';

const idle: PairingStatus = {
  step: 'idle',
  name: null,
  camera: null,
  until: null,
  leftMs: null,
  found: [],
  networks: [],
  ssid: null,
  failure: null,
  version: null,
};
const at = (step: PairingStatus['step'], more: Partial<PairingStatus> = {}) => ({ ...idle, step, ...more });
const failure = (code: PairingFailure) => ({ code, message: code });

t.test('each step has its page, and a page its number', async (t) => {
  const pages = [
    ['idle', 'start', 1],
    ['searching', 'find', 2],
    ['choosing', 'find', 2],
    ['securing', 'work', 2],
    ['networks', 'wifi', 3],
    ['joining', 'work', 3],
    ['arriving', 'work', 3],
    ['done', 'arrived', 4],
  ] as const;
  for (const [step, page, number] of pages) {
    t.equal(screenOf(at(step), true), page, step);
    t.equal(numberOf(at(step), page), number, step);
  }
});

t.test('how an earlier pairing ended is not shown to who comes later', async (t) => {
  t.equal(screenOf(at('done'), false), 'start');
  t.equal(screenOf(at('failed', { failure: failure('link-lost') }), false), 'start');
  t.equal(screenOf(at('choosing'), false), 'find', 'one that runs is joined');
});

t.test('what can be corrected is corrected where it was typed, while the window is open', async (t) => {
  const open = { until: 1, leftMs: 1 };
  t.equal(screenOf(at('failed', { ...open, failure: failure('wrong-code') }), true), 'find');
  t.equal(screenOf(at('failed', { ...open, failure: failure('wifi-password') }), true), 'wifi');
  t.equal(screenOf(at('failed', { failure: failure('wifi-password') }), true), 'failed');
  t.equal(screenOf(at('failed', { ...open, failure: failure('link-lost') }), true), 'failed');
  t.ok(isOpen(at('failed', open)));
  t.notOk(isOpen(at('failed')));
  t.notOk(isOpen(at('done')));
  t.ok(isOpen(at('arriving')));
});

t.test('without Bluetooth the cable comes first', async (t) => {
  t.ok(needsCable(at('failed', { failure: failure('no-adapter') })));
  t.notOk(needsCable(at('failed', { failure: failure('nothing-found') })));
});

t.test('only what was changed is sent to a camera', async (t) => {
  t.strictSame(changed(DEFAULT_SETTINGS, { ...DEFAULT_SETTINGS, quality: 14, motion: false }), {
    quality: 14,
    motion: false,
  });
  t.strictSame(changed(DEFAULT_SETTINGS, { ...DEFAULT_SETTINGS }), {});
});
