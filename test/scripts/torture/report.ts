/** The report of the torture: what counts as passed. */
import t from 'tap';
import { NO_FAULTS } from '../../../scripts/torture/campaign.js';
import { NOTHING } from '../../../scripts/torture/checker.js';
import { type CampaignRun, emptyReport, withoutRun, withRun } from '../../../scripts/torture/report.js';

function run(more: Partial<CampaignRun['result']> = {}): CampaignRun {
  const verdict = { ...NOTHING, acknowledged: 12 };
  const result = { faults: { ...NO_FAULTS, kills: 5 }, done: 5, verdict, deaths: 1, untidyStops: 0, ...more };
  return { name: 'kill', asked: 5, seconds: 2, result };
}

t.test('runs add up, and pass while each of them does', async (t) => {
  const report = withRun(withRun(emptyReport(7), run()), run());
  t.match(report, {
    seed: 7,
    passed: true,
    kills: 10,
    acknowledged: 24,
    seconds: 4,
    deaths: 2,
    findings: [],
  });
  t.equal(report.campaigns.length, 2);
});

t.test('fewer faults than asked for is a failure', async (t) => {
  const report = withRun(emptyReport(7), run({ done: 4 }));
  t.match(report, { passed: false, findings: ['kill: only 4 of 5 faults came to pass'] });
  t.equal(withRun(report, run()).passed, false, 'a later campaign does not heal it');
});

t.test('each kind of broken promise is a failure', async (t) => {
  for (const kind of ['lost', 'givenUp', 'doubled', 'stuck', 'setAside', 'damaged']) {
    const verdict = { ...NOTHING, [kind]: 1, findings: ['what it is'] };
    t.match(
      withRun(emptyReport(7), run({ verdict })),
      { passed: false, findings: ['kill: what it is'] },
      kind,
    );
  }
});

t.test('kinds of fault that did not occur are said', async (t) => {
  const skipped = [{ name: 'io-errors, rename', why: 'the hub makes no such call' }];
  t.match(withRun(emptyReport(7), run({ skipped })), { passed: true, skipped });
});

t.test('a campaign that cannot run here is said, and a failure when it was named', async (t) => {
  const left = { name: 'bucket', why: 'OpenStack Swift is not installed' };
  t.match(withoutRun(emptyReport(7), { ...left, isNamed: false }), { passed: true, skipped: [left] });
  t.match(withoutRun(emptyReport(7), { ...left, isNamed: true }), { passed: false, skipped: [left] });
});
