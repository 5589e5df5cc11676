/** The hub goes away while the page is open. */
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('a page that is open when the hub goes', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const { page } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  camera.capture('motion');
  await untilStored(hub.store, () => hub.store.photos({ limit: 1 }).length === 1);
  const badge = page.locator('.presence');
  await page.locator('.moment .loaded').first().waitFor();
  t.equal(await badge.innerText(), 'Online');
  await page.goto(`${hub.url}/#/settings`);
  await page.getByText('All well').waitFor();
  await page.goto(`${hub.url}/#/gallery`);
  await page.locator('.tile .loaded').first().waitFor();

  await hub.hub.stop();
  await page.getByText('Can’t reach the hub. Trying again…').waitFor();
  t.equal(await page.locator('.tile .loaded').count(), 1, 'the gallery keeps what it showed');

  await page.getByRole('link', { name: 'Today', exact: true }).click();
  await page.locator('.moment .loaded').first().waitFor();
  t.equal(await badge.innerText(), 'Hub out of reach');
  t.equal(await page.locator('.presence.online').count(), 0, 'nothing is green');

  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await page.locator('.tile .loaded').first().waitFor();
  t.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);

  await page.getByRole('link', { name: 'Cameras', exact: true }).click();
  await page.locator('.card h2').waitFor();
  t.equal(await badge.innerText(), 'Hub out of reach');
  t.equal(await page.getByText('1 of 1 online').count(), 0);
});
