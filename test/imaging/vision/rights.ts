/** What a vision process may do that the hub may: no more than any program. */
import { spawnSync } from 'node:child_process';
import t from 'tap';
import { visionDefaults } from '../../../src/imaging/vision/supervisor.js';

const SETPRIV = '/usr/bin/setpriv';
/** A service's user with the one right that the unit gives it. */
const AS_SERVICE = ['--reuid=65534', '--clear-groups', '--inh-caps=+net_raw', '--ambient-caps=+net_raw'];

const cannot = spawnSync(SETPRIV, [...AS_SERVICE, 'true']).status !== 0;
const skip = cannot && 'giving a process a capability needs root and setpriv';

function effective(...wrapper: readonly string[]): string | undefined {
  const { stdout } = spawnSync(SETPRIV, [...AS_SERVICE, ...wrapper, 'cat', '/proc/self/status'], {
    encoding: 'utf8',
  });
  return /^CapEff:\s*([0-9a-f]+)$/m.exec(stdout)?.[1];
}

t.test('the right to a raw Bluetooth socket ends before the vision process', { skip }, async (t) => {
  const { wrapper = [] } = visionDefaults('models').process;
  t.equal(effective(), '0000000000002000', 'the hub has it');
  t.equal(effective(...wrapper), '0000000000000000', 'what decodes photos has not');
});
