/** The planted defects of the torture, held against today's sources. */
import t from 'tap';
import { CAMPAIGNS } from '../../../scripts/torture/campaigns.js';
import { DEFECTS } from '../../../scripts/torture/defects.js';
import { expectPlaces } from '../../../scripts/torture/program.js';

t.test('each defect finds the one place that it changes', async (t) => {
  t.equal(DEFECTS.length, 5);
  for (const { name, edits, campaign } of DEFECTS) {
    t.doesNotThrow(() => expectPlaces(edits), name);
    t.ok(CAMPAIGNS.includes(campaign));
  }
});

t.test('a place that is gone, or there more than once, is named', async (t) => {
  t.throws(() => expectPlaces([{ find: 'no line has this', replace: '' }]), /0 times: no line has this/);
  t.throws(() => expectPlaces([{ find: 'import ', replace: '' }]), /\d+ times: import/);
});
