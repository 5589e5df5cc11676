import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { applySettings, DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';
import { settings } from '../../support/arbitraries.js';
import { refusalOf } from '../../support/refusals.js';

t.test('any of the settings may be changed and the others stay', async () => {
  fc.assert(
    fc.property(settings, settings, fc.subarray(Object.keys(DEFAULT_SETTINGS)), (before, wanted, keys) => {
      const change = Object.fromEntries(Object.entries(wanted).filter(([key]) => keys.includes(key)));
      assert.deepEqual(applySettings(before, change), { ...before, ...change });
    }),
  );
});

t.test('a value outside its range is refused by the name of its key', async (t) => {
  const outside: [string, unknown][] = [
    ['frameSize', '4k'],
    ['quality', 5],
    ['quality', 41],
    ['burstFrames', 0],
    ['burstFrames', 21],
    ['burstIntervalMs', 99],
    ['warmupFrames', 11],
    ['motion', 'yes'],
    ['motionSensitivity', 0],
    ['cooldownMs', 999],
    ['flash', 'strobe'],
    ['scheduleSeconds', 59],
    ['scheduleSeconds', 86401],
    ['quality', 10.5],
    ['flip', 1],
    ['exposure', -3],
    ['gainCeiling', 3],
    ['clockMhz', 9],
    ['motionIgnore', 'f0'],
  ];
  for (const [key, value] of outside) {
    t.throws(() => applySettings(DEFAULT_SETTINGS, { [key]: value }), {
      code: 'invalid',
      message: new RegExp(`^${key}`),
    });
  }
});

t.test('unknown keys are ignored and something that is no object is refused', async (t) => {
  t.strictSame(applySettings(DEFAULT_SETTINGS, { colour: 'red' }), { ...DEFAULT_SETTINGS });
  for (const value of [null, 3, 'x']) {
    t.throws(() => applySettings(DEFAULT_SETTINGS, value), { code: 'invalid', message: /^settings must/ });
  }
  fc.assert(
    fc.property(
      fc.anything(),
      (value) => typeof refusalOf(() => applySettings(DEFAULT_SETTINGS, value)) === 'string',
    ),
  );
});
