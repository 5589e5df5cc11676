/** Commands, their answers, and what is retained. */
import { encodeBridgeInfo } from '../../src/cameras/protocol/bridge.js';
import { encodeRequest, encodeResponse } from '../../src/cameras/protocol/command.js';
import { encodeJson } from '../../src/cameras/protocol/json.js';
import { DEFAULT_SETTINGS } from '../../src/cameras/protocol/settings.js';
import { encodeAvailability, encodeState } from '../../src/cameras/protocol/state.js';
import type { CameraSettings } from '../../src/cameras/protocol/types.js';
import { BURST, CAMERA, type Vector } from './vector.js';

/** What a camera with image controls has before anybody changes it. */
const ALL_SETTINGS: CameraSettings = {
  ...DEFAULT_SETTINGS,
  flip: false,
  mirror: false,
  brightness: 0,
  contrast: 0,
  exposure: 0,
  gainCeiling: 8,
  nightMode: false,
  clockMhz: 10,
  motionIgnore: '0'.repeat(48),
};

export function requests(): Vector[] {
  const at = (name: string, verb: string, data: Record<string, unknown>, expect: string): Vector => ({
    name: `request-${name}`,
    topic: `${CAMERA}/request/${verb}`,
    payload: encodeRequest({ transaction: '7f3a', data }),
    expect,
  });
  return [
    at('capture', 'capture', {}, 'ok transaction=7f3a'),
    at('settings', 'settings', { frameSize: 'uxga', quality: 12, motion: false }, 'ok transaction=7f3a'),
    at('settings-range', 'settings', { quality: 41 }, 'invalid transaction=7f3a key=quality'),
    at('settings-type', 'settings', { motion: 1 }, 'invalid transaction=7f3a key=motion'),
    at(
      'settings-schedule',
      'settings',
      { scheduleSeconds: 59 },
      'invalid transaction=7f3a key=scheduleSeconds',
    ),
    at('settings-image', 'settings', { flip: true, exposure: -2, gainCeiling: 128 }, 'ok transaction=7f3a'),
    at('settings-signed', 'settings', { exposure: -3 }, 'invalid transaction=7f3a key=exposure'),
    at('settings-step', 'settings', { clockMhz: 9 }, 'invalid transaction=7f3a key=clockMhz'),
    at('settings-ignore', 'settings', { motionIgnore: 'f0' }, 'invalid transaction=7f3a key=motionIgnore'),
    at('move', 'move', { host: '192.168.1.20', port: 8883 }, 'ok transaction=7f3a'),
    at('preview', 'preview', { seconds: 30, fps: 2 }, 'ok transaction=7f3a'),
    at('restart', 'restart', {}, 'ok transaction=7f3a'),
    at('time', 'time', { epochMs: 1763867000123 }, 'ok transaction=7f3a'),
    at('unknown', 'explode', {}, 'unknown-verb transaction=7f3a'),
  ];
}

export function responses(): Vector[] {
  const transaction = '7f3a';
  const at = (name: string, verb: string, payload: Uint8Array, expect: string): Vector => ({
    name: `response-${name}`,
    topic: `${CAMERA}/response/${verb}`,
    payload,
    expect,
  });
  const refused = (code: string, message: string) =>
    encodeResponse({ transaction, status: 'error', data: {}, error: { code, message } });
  return [
    at('capture', 'capture', encodeResponse({ transaction, status: 'ok', data: { burst: BURST } }), 'ok'),
    at('restart', 'restart', encodeResponse({ transaction, status: 'ok', data: {} }), 'ok'),
    at(
      'settings',
      'settings',
      encodeResponse({ transaction, status: 'ok', data: { ...DEFAULT_SETTINGS } }),
      'ok',
    ),
    at(
      'settings-all',
      'settings',
      encodeResponse({ transaction, status: 'ok', data: { ...ALL_SETTINGS } }),
      'ok',
    ),
    at('busy', 'capture', refused('busy', 'a burst is being taken'), 'error code=busy'),
    at('unknown-verb', 'explode', refused('unknown-verb', 'explode'), 'error code=unknown-verb'),
    at('bad', 'capture', encodeJson({ status: 'ok' }), 'response-invalid'),
  ];
}

export function states(): Vector[] {
  const state = {
    firmware: '1.0.0',
    board: 'ai-thinker',
    rssi: -61,
    uptimeMs: 86400000,
    resetReason: 'power-on' as const,
    bursts: { queued: 0, sent: 112, lost: 0, framesLost: 0 },
    settings: { ...DEFAULT_SETTINGS },
  };
  const full = {
    ...state,
    sensor: { state: 'ok' as const, model: 'ov2640', id: 38 },
    capabilities: ['move', ...Object.keys(ALL_SETTINGS).filter((name) => !(name in DEFAULT_SETTINGS))],
    settings: ALL_SETTINGS,
  };
  const at = (name: string, topic: string, payload: Uint8Array, expect = 'ok'): Vector => ({
    name,
    topic,
    payload,
    expect,
  });
  return [
    at('state-example', `${CAMERA}/state`, encodeState(state)),
    at(
      'state-update',
      `${CAMERA}/state`,
      encodeState({ ...state, resetReason: 'ota', update: { version: '1.0.0', state: 'trial' } }),
    ),
    at('state-image', `${CAMERA}/state`, encodeState(full)),
    at(
      'state-image-update',
      `${CAMERA}/state`,
      encodeState({ ...full, resetReason: 'ota', update: { version: '1.0.0', state: 'trial' } }),
    ),
    at('state-bad-version', `${CAMERA}/state`, encodeJson({ v: 2, ...state }), 'state-invalid'),
    at(
      'state-bad-quality',
      `${CAMERA}/state`,
      encodeState({ ...state, settings: { ...DEFAULT_SETTINGS, quality: 5 } }),
      'state-invalid',
    ),
    at('availability-online', `${CAMERA}/availability`, encodeAvailability(true), 'online'),
    at('availability-offline', `${CAMERA}/availability`, encodeAvailability(false), 'offline'),
    at('bridge-online', 'petcam/bridge/state', encodeAvailability(true), 'online'),
    at('bridge-offline', 'petcam/bridge/state', encodeAvailability(false), 'offline'),
    at('bridge-info', 'petcam/bridge/info', encodeBridgeInfo('0.1.0')),
  ];
}
