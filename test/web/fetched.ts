/** A screen that is fetched when it is opened, after the hub was updated and before the page was. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { startHub } from '../support/hub.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

const SCREEN = /assets\/pairing-[^/]*\.js$/;

const open = (page: Page) =>
  page.evaluate(() => {
    location.hash = '#/pair';
  });

t.test('a screen of another build: the page is loaded anew, once', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const browser = await openBrowser(t);
  const { page, context } = await openPhone(browser);
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();

  let gone = 1;
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await context.route(SCREEN, (route) =>
    gone-- > 0 ? route.fulfill({ status: 404, body: '' }) : route.continue(),
  );
  await open(page);
  await page.getByLabel('What is it called?').waitFor();
  t.equal(loads, 1);

  const other = await openPhone(browser);
  await other.page.goto(`${hub.url}/`);
  await fillIn(other.page, owner, 'Sign in');
  await other.page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  let asked = 0;
  await other.context.route(SCREEN, (route) => {
    asked += 1;
    return route.fulfill({ status: 404, body: '' });
  });
  await open(other.page);
  await other.page.getByText('The hub is out of reach').waitFor();
  t.equal(asked, 2, 'a screen that is missing for good does not load the page for ever');
});
