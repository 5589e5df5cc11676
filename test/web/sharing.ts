import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';
import { pressOn } from './fixtures/keyboard.js';

t.test(
  'links to photos: made, opened by somebody without an account, ended',
  { skip: noBrowser },
  async (t) => {
    const hub = await startHub(t);
    const camera = await plugIn(t, hub);
    const browser = await openBrowser(t);
    const { page, faults } = await openPhone(browser);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
    await fillIn(page, owner, 'Create my account');
    await page.getByRole('navigation').waitFor();
    for (const count of [1, 2, 3]) {
      camera.capture('motion');
      await untilStored(hub.store, () => hub.store.photos({ limit: 9 }).length === count);
    }
    let address = '';

    await t.test('two photos of the gallery, by keyboard', async (t) => {
      await page.goto(`${hub.url}/#/gallery`);
      await page.locator('.tile .loaded').nth(2).waitFor();
      await button('Select').click();
      for (const at of [0, 1]) await page.getByRole('checkbox').nth(at).click();
      await pressOn(page, button('Link'));
      await page.getByRole('heading', { name: 'Share by link' }).waitFor();
      await page.getByText('2 photos', { exact: true }).waitFor();
      await page.getByText(/^It opens (at|wherever)/).waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        t.same(await accessibilityFaults(page), [], colorScheme);
      }
      await page.getByLabel('The link works for').selectOption('1');
      await pressOn(page, button('Make the link'));
      address = (await page.locator('.link').textContent()) ?? '';
      t.match(address, /\/#\/shared\/[\w-]{43}$/);
      t.same(await accessibilityFaults(page), []);
      const [link] = hub.store.shareLinks();
      t.equal((link?.expiresAt ?? 0) - (link?.createdAt ?? 0), 86_400_000);
    });

    const visitor = await openPhone(browser, { locale: 'ko-KR' });
    const theirs = `${hub.url}/${new URL(address).hash}`;

    await t.test('a stranger sees these two and can save them', async (t) => {
      await visitor.page.goto(theirs);
      await visitor.page.getByRole('heading', { name: '함께 보는 사진' }).waitFor();
      await visitor.page.locator('.shared-photo img').nth(1).waitFor();
      t.equal(await visitor.page.locator('.shared-photo').count(), 2);
      t.equal(await visitor.page.getByRole('navigation').count(), 0);
      t.same(await accessibilityFaults(visitor.page), []);
      const [download] = await Promise.all([
        visitor.page.waitForEvent('download'),
        visitor.page.getByRole('button', { name: /저장$/ }).first().click(),
      ]);
      t.match(download.suggestedFilename(), /^petcam-\d{8}-\d{6}\.(jpg|webp)$/);
      t.equal(hub.store.shareLinks()[0]?.opened, 1);
    });

    await t.test('the settings list it, and end it', async (t) => {
      await page.goto(`${hub.url}/#/settings`);
      await page.getByRole('heading', { name: 'Links to photos' }).waitFor();
      await page.getByText(/^Opened once, last/).waitFor();
      t.same(await accessibilityFaults(page), []);
      await pressOn(page, page.getByRole('button', { name: /^End the link to 2 photos/ }));
      await page.getByText('No links are open.').waitFor();
      await visitor.page.reload();
      await visitor.page.getByRole('heading', { name: '끝난 링크예요' }).waitFor();
      t.equal(await visitor.page.locator('.shared-photo').count(), 0);
      t.same(await accessibilityFaults(visitor.page), []);
    });

    await t.test('a link that was cut on its way says so too, and one photo has its button', async (t) => {
      await visitor.page.goto(`${theirs.slice(0, -9)}`);
      await visitor.page.getByRole('heading', { name: '끝난 링크예요' }).waitFor();
      const [photo] = hub.store.photos({ limit: 1 });
      await page.goto(`${hub.url}/#/photo/${photo?.id}`);
      await page.getByRole('link', { name: 'Link', exact: true }).click();
      await page.getByText('1 photo', { exact: true }).waitFor();
      await page.goto(`${hub.url}/#/share`);
      await page.getByText('No photos were chosen.').waitFor();
      t.same(faults, []);
    });
  },
);
