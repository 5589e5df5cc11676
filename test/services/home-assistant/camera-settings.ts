import t from 'tap';
import { DEFAULT_SETTINGS, LATER_DEFAULTS } from '../../../src/cameras/protocol/settings.js';
import type { CameraState } from '../../../src/cameras/protocol/types.js';
import { settingChange, settingValues } from '../../../src/services/home-assistant/camera-settings.js';

const state = (more: Partial<CameraState>): CameraState => ({
  firmware: '1.2.0',
  board: 'ai-thinker',
  rssi: -60,
  uptimeMs: 1,
  resetReason: 'power-on',
  bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
  settings: { ...DEFAULT_SETTINGS, ...LATER_DEFAULTS },
  ...more,
});

t.test('values are those of what the camera can do', (t) => {
  t.strictSame(settingValues(state({ capabilities: ['flip', 'gainCeiling', 'motionIgnore'] })), {
    flip: 'OFF',
    gainCeiling: 8,
  });
  t.strictSame(settingValues(state({ settings: DEFAULT_SETTINGS, capabilities: ['flip'] })), {});
  t.strictSame(settingValues(state({})), {}, 'one of the first cameras');
  t.strictSame(settingValues(null), {}, 'one that has never spoken');
  t.end();
});

t.test('an order is a change of one setting, or refused', (t) => {
  const can = state({ capabilities: ['flip', 'brightness', 'clockMhz'] });
  t.strictSame(settingChange(can, 'flip', 'ON'), { flip: true });
  t.strictSame(settingChange(can, 'flip', 'OFF'), { flip: false });
  t.strictSame(settingChange(can, 'brightness', '-2'), { brightness: -2 });
  t.strictSame(settingChange(can, 'brightness', '1.0'), { brightness: 1 }, 'as a slider says it');
  t.strictSame(settingChange(can, 'clockMhz', '20'), { clockMhz: 20 });
  for (const [setting, payload] of [
    ['flip', 'true'],
    ['brightness', 'ON'],
    ['brightness', '1.5'],
    ['clockMhz', ''],
  ] as const)
    t.throws(() => settingChange(can, setting, payload), { code: 'invalid' }, `${setting} ${payload}`);
  t.throws(() => settingChange(can, 'mirror', 'ON'), { code: 'setting-unsupported' });
  t.throws(() => settingChange(state({}), 'flip', 'ON'), { code: 'setting-unsupported' });
  t.throws(() => settingChange(null, 'flip', 'ON'), { code: 'setting-unsupported' });
  t.end();
});
