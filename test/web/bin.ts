import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';
import { pressOn, tabFaults } from './fixtures/keyboard.js';

t.test('the bin: put back, delete for good, empty', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const browser = await openBrowser(t);
  const { page, faults } = await openPhone(browser);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const deleted = page.getByRole('checkbox');
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();
  for (const count of [1, 2, 3]) {
    camera.capture('motion');
    await untilStored(hub.store, () => hub.store.photos({ limit: 9 }).length === count);
  }
  const ids = hub.store.photos({ limit: 9 }).map(({ id }) => id);
  await page.goto(`${hub.url}/#/gallery`);
  await page.locator('.tile .loaded').nth(2).waitFor();

  await t.test('it says when it is empty', async (t) => {
    await pressOn(page, page.getByRole('link', { name: 'Deleted photos' }));
    await page.getByRole('heading', { name: 'The bin is empty' }).waitFor();
    t.equal(await page.title(), 'Bin · PetCam');
    t.same(await accessibilityFaults(page), []);
  });

  await t.test('a photo that is deleted elsewhere appears, with the days that it has left', async (t) => {
    for (const id of ids) await hub.store.deletePhoto(id);
    await deleted.nth(2).waitFor();
    await page.getByText('30 days left').first().waitFor();
    await page.locator('.pick .loaded').nth(2).waitFor();
    t.match(await deleted.first().getAttribute('aria-label'), /^Photo.*simulated\. 30 days left$/);
    t.same(await tabFaults(page), []);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      t.same(await accessibilityFaults(page), [], colorScheme);
    }
  });

  await t.test('one is put back, by keyboard alone', async () => {
    await pressOn(page, deleted.first(), 'Space');
    await page.locator('[aria-checked="true"]').waitFor();
    await pressOn(page, button('Put back'));
    await page.getByText('The photo is back in the gallery').waitFor();
    await untilStored(hub.store, () => hub.store.photos({ limit: 9 }).length === 1);
    await deleted.nth(1).waitFor();
  });

  await t.test('one is deleted for good, after a question', async (t) => {
    await deleted.first().click();
    await button('Delete for good').click();
    await page.waitForFunction(() => document.activeElement?.textContent === 'No');
    t.same(await accessibilityFaults(page), []);
    await button('No').click();
    t.equal(hub.store.binCount(), 2, 'not yet');
    await button('Delete for good').click();
    await button('Delete for good').click();
    await page.getByText('The photo is deleted for good').waitFor();
    t.equal(hub.store.binCount(), 1);
  });

  await t.test('the rest goes at once', async (t) => {
    await button('Empty the bin').click();
    await button('Empty the bin').click();
    await page.getByRole('heading', { name: 'The bin is empty' }).waitFor();
    t.equal(hub.store.binCount(), 0);
    t.equal(hub.store.photos({ limit: 9 }).length, 1, 'what is not in it stays');
  });

  await t.test('a member puts in and takes back, no more', async (t) => {
    await hub.store.deletePhoto(hub.store.photos({ limit: 1 })[0]?.id ?? 0);
    await page.goto(`${hub.url}/#/settings`);
    await button('Invite someone').click();
    const link = await page.locator('.link').textContent();
    const theirs = await openPhone(browser, { locale: 'ko-KR' });
    await theirs.page.goto(`${hub.url}/${new URL(link ?? '').hash}`);
    await fillIn(theirs.page, { 이름: '지우', 비밀번호: '충분히 긴 비밀번호예요' }, '참여하기');
    await theirs.page.getByRole('navigation').waitFor();
    await theirs.page.goto(`${hub.url}/#/bin`);
    await theirs.page.getByText('30일 남음').waitFor();
    t.equal(await theirs.page.getByRole('button', { name: '휴지통 비우기' }).count(), 0);
    await theirs.page.getByRole('checkbox').click();
    await theirs.page.getByRole('button', { name: '되돌리기' }).waitFor();
    t.equal(await theirs.page.getByRole('button', { name: '완전히 삭제' }).count(), 0);
    await theirs.page.getByRole('button', { name: '되돌리기' }).click();
    await theirs.page.getByRole('heading', { name: '휴지통이 비어 있어요' }).waitFor();
    t.equal(hub.store.photos({ limit: 9 }).length, 1);
    t.same([...faults, ...theirs.faults], []);
  });
});
