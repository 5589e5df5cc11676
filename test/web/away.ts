import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { startHub } from '../support/hub.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('a hub that was away is back without a tap', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const { page } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();

  await page.route('**/me', (route) => route.abort());
  await page.reload();
  const away = page.getByRole('heading', { name: 'Can’t reach the hub' });
  await away.waitFor();
  await page.unroute('**/me');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();

  await page.route('**/cameras', (route) => route.abort());
  await page.goto(`${hub.url}/#/cameras`);
  await page.reload();
  await away.waitFor();
  await page.unroute('**/cameras');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await away.waitFor({ state: 'detached' });
  t.ok(await page.getByRole('heading', { name: 'Cameras' }).isVisible());
});
