import t from 'tap';
import { judge, type Verdict } from '../../scripts/docs/lighthouse.js';
import { executablePath, noBrowser } from './fixtures/browser.js';

/** Speed is measured by the script, on a quiet machine: here are the parts that do not depend on it. */
t.test('Lighthouse finds the pages sound', { skip: noBrowser }, async (t) => {
  const verdicts: Verdict[] = [];
  await judge(
    t,
    executablePath ?? '',
    ['accessibility', 'best-practices'],
    ['', '#/', '#/photo/1', 'trust'],
    (verdict) => verdicts.push(verdict),
  );
  t.equal(verdicts.length, 4);
  for (const { page, scores, faults } of verdicts) {
    t.ok((scores.accessibility ?? 0) >= 95, `${page}: accessibility ${scores.accessibility}, ${faults}`);
    t.ok(
      (scores['best-practices'] ?? 0) >= 95,
      `${page}: best practices ${scores['best-practices']}, ${faults}`,
    );
  }
});
