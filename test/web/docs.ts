import t from 'tap';
import { startHub } from '../support/hub.js';
import { noBrowser, openBrowser, openPhone } from './fixtures/browser.js';

t.test('the page of the API works under a policy without unsafe-inline', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const { page, faults } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/docs/`);
  const operation = page.locator('.opblock').filter({ has: page.locator('[data-path="/setup"]') });
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = operation.locator('.live-responses-table');
  await answer.getByText('200', { exact: true }).first().waitFor();
  t.match(await answer.textContent(), '"needed": true');
  t.same(faults, [], 'its own policy refuses nothing of it');
});
