/** The command line of the torture, and its exit code over one real campaign. */
import t from 'tap';
import { CAMPAIGNS } from '../../../scripts/torture/campaigns.js';
import { runScript } from '../../support/script.js';

const torture = (...args: string[]) => runScript('torture/torture', ...args);

t.test('the help names every campaign', async (t) => {
  const { stdout } = await torture('--help');
  for (const { name, fault } of CAMPAIGNS) t.ok(stdout.includes(name) && stdout.includes(fault), name);
});

t.test('a campaign that there is not, and a number that is none, end it with an error', async (t) => {
  await t.rejects(torture('kil'), { code: 1, stderr: /there is no campaign "kil"/ });
  await t.rejects(torture('kill', '--faults', 'many'), {
    code: 1,
    stderr: /--faults is to be a whole number/,
  });
});

t.test('one kill of the real hub is survived, reported in one line, and leaves nothing behind', async (t) => {
  const { stdout } = await torture('kill', '--faults', '1', '--seed', '3', '--json');
  const report = JSON.parse(stdout);
  t.match(report, { seed: 3, passed: true, kills: 1, lost: 0, doubled: 0, stuck: 0, findings: [] });
  t.match(report.campaigns, [{ name: 'kill', asked: 1, done: 1, passed: true }]);
});
