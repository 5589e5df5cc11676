import assert from 'node:assert/strict';
import t from 'tap';
import { decodeResponse, encodeRequest } from '../../../src/cameras/protocol/command.js';
import { DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';
import { answerRequest, createMemory } from '../../../src/cameras/simulator/commands.js';

function camera() {
  const did: unknown[] = [];
  let settings = { ...DEFAULT_SETTINGS };
  const memory = createMemory();
  const commands = {
    settings: () => settings,
    capture: () => `burst-${did.push('capture')}`,
    change: (changed: typeof settings) => {
      settings = changed;
    },
    preview: (...seconds: number[]) => did.push(seconds),
    restart: () => did.push('restart'),
    update: (data: Record<string, unknown>) => did.push(data),
  };
  const ask = (
    verb: string,
    data: Record<string, unknown>,
    transaction = `t${Math.random()}`.replace('.', ''),
  ) => decodeResponse(answerRequest(verb, encodeRequest({ transaction, data }), commands, memory));
  return { ask, did, settings: () => settings };
}

t.test('every verb is done and answered', async (t) => {
  const { ask, did, settings } = camera();
  t.match(ask('capture', {}), { status: 'ok', data: { burst: 'burst-1' } });
  t.match(ask('settings', { quality: 20 }), { status: 'ok', data: { quality: 20, frameSize: 'svga' } });
  t.equal(settings().quality, 20);
  t.match(ask('preview', { seconds: 10, fps: 5 }), { status: 'ok' });
  t.match(ask('preview', { seconds: 0 }), { status: 'ok' });
  t.match(ask('restart', {}), { status: 'ok' });
  t.match(ask('time', { epochMs: 1763867000123 }), { status: 'ok' });
  t.match(ask('update', { claim: '' }), { status: 'ok' });
  t.strictSame(did, ['capture', [10, 5], [0, 2], 'restart', { claim: '' }]);
});

t.test('what is wrong is answered with its name, and nothing is done', async (t) => {
  const { ask, did, settings } = camera();
  t.match(ask('dance', {}), { status: 'error', error: { code: 'unknown-verb' } });
  t.match(ask('settings', { quality: 99 }), {
    status: 'error',
    error: { code: 'invalid', message: /quality/ },
  });
  t.match(ask('preview', { seconds: 999 }), {
    status: 'error',
    error: { code: 'invalid', message: /seconds/ },
  });
  t.match(ask('time', {}), { status: 'error', error: { code: 'invalid', message: /epochMs/ } });
  t.strictSame(did, []);
  t.strictSame(settings(), DEFAULT_SETTINGS);
});

t.test('a camera that fails says so', async (t) => {
  const failing = { ...camera(), capture: () => assert.fail('no sensor') };
  const commands = {
    settings: () => DEFAULT_SETTINGS,
    change() {},
    preview() {},
    restart() {},
    update() {},
    capture: failing.capture,
  };
  const request = encodeRequest({ transaction: 't', data: {} });
  t.match(decodeResponse(answerRequest('capture', request, commands, createMemory())), {
    status: 'error',
    error: { code: 'camera-failed', message: 'no sensor' },
  });
});

t.test('a repeated request acts once, and the last eight are remembered', async (t) => {
  const { ask, did } = camera();
  for (const _ of [1, 2, 3]) t.match(ask('capture', {}, 'same'), { data: { burst: 'burst-1' } });
  t.equal(did.length, 1);
  for (let n = 0; n < 8; n++) ask('time', { epochMs: n }, `other-${n}`);
  ask('capture', {}, 'same');
  t.equal(did.length, 2);
});
