import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('the first day with the camera, from the code to the photo', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const { page, faults } = await openPhone(await openBrowser(t));

  await t.test('the link of the terminal brings its code along', async (t) => {
    await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
    await fillIn(page, owner, 'Create my account');
    await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
    t.equal(new URL(page.url()).hash, '#/', 'the code is gone from the address');
  });

  await t.test('the pets get their names, one after the other', async (t) => {
    await page.getByRole('heading', { name: 'Who lives with you?' }).waitFor();
    await fillIn(page, { 'Name of the pet': 'Nabi' }, 'Save');
    await page.getByRole('heading', { name: 'Anyone else?' }).waitFor();
    await page.getByRole('button', { name: 'That’s all' }).click();
    await page.getByRole('heading', { name: 'Anyone else?' }).waitFor({ state: 'detached' });
    t.match(hub.store.pets(), [{ name: 'Nabi', kind: 'cat' }]);
  });

  await t.test('a burst appears on Today by itself, and says who is on it', async (t) => {
    camera.capture('motion');
    await page.locator('.moment').first().waitFor();
    t.match(await page.locator('.why').first().textContent(), /^Nabi/);
    t.equal(await page.getByRole('link', { name: /^Photo of Nabi/ }).count(), 1);
  });

  await t.test('the photo shows what was sharpened, and the original beside it', async (t) => {
    await page.locator('.moment-cover a').click();
    await page.getByText('Why this one?').click();
    t.match(await page.locator('.reason p').textContent(), /\d|shot/);
    const compare = page.getByRole('button', { name: 'Compare' });
    await page.locator('.action:not([disabled])', { hasText: 'Compare' }).waitFor();
    await compare.click();
    const slider = page.getByRole('slider', { name: /original/ });
    t.equal(await slider.inputValue(), '50');
    await slider.press('ArrowRight');
    await page.locator('[aria-valuetext="51% original"]').waitFor();
    await compare.click();
    await slider.waitFor({ state: 'detached' });
  });

  await t.test('another frame of the burst takes its place', async (t) => {
    const [before] = hub.store.photos({ limit: 1 });
    const other = page.locator('.film button.kept').first();
    const name = await other.getAttribute('aria-label');
    t.match(name, /^Shot \d\. ./, 'every frame says what is with it');
    await other.click();
    await page.getByRole('button', { name: 'Use this one instead' }).click();
    await page.getByText('Chosen by you.').first().waitFor();
    const [after] = hub.store.photos({ limit: 1 });
    t.not(after?.frameId, before?.frameId);
  });

  await t.test('who is on it is said with one tap, and kept', async (t) => {
    const chip = (name: string, pressed: boolean) => page.getByRole('button', { name, exact: true, pressed });
    await chip('Nabi', true).waitFor();
    await chip('No pet', false).click();
    await page.getByText('Just movement, no pet').waitFor();
    t.match(hub.store.photos({ limit: 1 }), [{ pet: null, corrected: true }]);
    await chip('Nabi', false).click();
    await chip('No pet', false).waitFor();
    t.match(hub.store.photos({ limit: 1, who: hub.store.pets()[0]?.id ?? 0 }), [{ corrected: true }]);
  });

  await t.test('a favourite stays one', async (t) => {
    await page.getByRole('button', { name: 'Favourite', pressed: false }).click();
    await page.getByRole('button', { name: 'Favourite', pressed: true }).waitFor();
    await page.goto(`${hub.url}/#/gallery?favourite=true`);
    await page.getByRole('link', { name: /Favourite$/ }).waitFor();
    await page.getByText('1 photo', { exact: true }).nth(1).waitFor();
    t.equal(hub.store.photos({ limit: 1, favourite: true }).length, 1);
  });

  await t.test('a deleted photo comes back with undo', async (t) => {
    await page.getByRole('link', { name: /Favourite$/ }).click();
    await page.locator('.film .chosen .loaded').waitFor();
    // An image that is asked for while its photo is deleted is refused.
    await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
    await page.getByRole('button', { name: 'Delete' }).click();
    // The offer goes after a while, but not from under a finger: the focus holds it on a slow machine too.
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.focus();
    await page.getByRole('heading', { name: 'No photo matches' }).waitFor();
    await page.waitForFunction(() => document.title.startsWith('Gallery'));
    t.equal(hub.store.photos({ limit: 1 }).length, 0);
    t.ok(
      await undo.evaluate((button) => button === document.activeElement),
      'the screen that came did not take the focus from it',
    );
    await undo.press('Enter');
    await page.getByRole('heading', { name: 'The whole burst' }).waitFor();
    t.equal(hub.store.photos({ limit: 1 }).length, 1);
  });

  await t.test('the camera takes one when it is asked to', async (t) => {
    await page.goto(`${hub.url}/#/cameras`);
    await page.getByText('Online', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Capture now' }).click();
    await page.getByRole('link', { name: 'Your photo is here' }).waitFor();
    t.equal(hub.store.photos({ limit: 9 }).length, 2);
  });

  await t.test('signing out and in again', async (t) => {
    // While news of the photo still arrive, the page asks for it, and whoever signs out then is refused the answer.
    await page.getByRole('link', { name: 'Your photo is here' }).click();
    await page.locator('.action:not([disabled])', { hasText: 'Compare' }).waitFor();
    await page.goto(`${hub.url}/#/settings`);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    t.same(faults, [], 'nothing went wrong up to here');
    await fillIn(page, { ...owner, Password: 'not the right one' }, 'Sign in');
    await page.getByText('Name and password don’t match.').waitFor();
    await fillIn(page, owner, 'Sign in');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
  });
});
