/** A screen that is fetched when it is opened, after the hub was updated and before the page was. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { startHub } from '../support/hub.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

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
  await page.getByLabel('Name this camera').waitFor();
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
  await other.page.getByText('Can’t reach the hub').waitFor();
  t.equal(asked, 2, 'a screen that is missing for good does not load the page for ever');
});

t.test(
  'a screen on its way has its heading, one that never comes as well',
  { skip: noBrowser },
  async (t) => {
    const hub = await startHub(t);
    const { page, context } = await openPhone(await openBrowser(t));
    await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
    await fillIn(page, owner, 'Create my account');
    await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asked = new Promise<void>((resolve) => {
      void context.route(/assets\/settings-[^/]*\.js$/, async (route) => {
        resolve();
        await held;
        await route.continue();
      });
    });
    const settings = page.getByRole('heading', { level: 1, name: 'Settings' });
    await page.getByRole('link', { name: 'Settings' }).click();
    await asked;
    await settings.waitFor();
    t.equal(await page.locator('main[id=main] .group').count(), 0, 'the screen itself is not here');
    t.same(await accessibilityFaults(page), []);
    release();
    await page.getByRole('heading', { name: 'Language' }).waitFor();
    t.equal(await page.locator('h1').count(), 1);

    await context.route(SCREEN, (route) => route.fulfill({ status: 404, body: '' }));
    await page.evaluate(() => sessionStorage.setItem('petcam.reloaded', 'yes'));
    await open(page);
    await page.getByText('Can’t reach the hub').waitFor();
    t.same(await accessibilityFaults(page), []);
  },
);
