import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { HOME } from '../support/fake-esp32.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { plugInPaired, virtualCameras } from '../support/virtual-camera.js';
import { noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';
import { pressOn, tabFaults, tabTo, untilFocused } from './fixtures/keyboard.js';

t.test('the whole app by keyboard alone', { skip: noBrowser }, async (t) => {
  const world = await virtualCameras(t, [{ name: 'PetCam-3A7F10', code: '40718235' }]);
  const hub = await startHub(t, {}, { radio: world.radio });
  const { page, faults } = await openPhone(await openBrowser(t));
  /** What another phone does to come in. */
  const enter = async (route: string, body: Record<string, unknown>) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${hub.url}${route}`, { method: 'POST', headers, body: JSON.stringify(body) });
    t.ok(answer.ok, `${route} ${answer.status}`);
  };
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' });
  const link = (name: string | RegExp) => page.getByRole('link', { name, exact: typeof name === 'string' });
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 });
  /** A notice that passes may lie over a control for a moment. */
  const reachable = async (what: string) => {
    await page.locator('.toast').waitFor({ state: 'detached' });
    t.same(await tabFaults(page), [], what);
  };
  const press = (key: string) => page.keyboard.press(key);
  const type = async (label: string, text: string) => {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  };
  /** Goes to one of the five places of the app, and on into it. */
  const goTo = async (name: string) => {
    await pressOn(page, page.getByRole('navigation').getByRole('link', { name }));
    await page.waitForFunction((name) => document.title.startsWith(name), name);
  };

  await t.test('set-up', async () => {
    await page.goto(`${hub.url}/#/setup`);
    await heading('Welcome').waitFor();
    await reachable('set-up');
    await type('Setup code', (await issueSetupCode(hub.store)) ?? '');
    await type('Name', owner.Name);
    await type('Password', owner.Password);
    await press('Enter');
    await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  });

  await t.test('pairing, from the empty page of cameras to the first photo', async () => {
    await goTo('Cameras');
    await reachable('no camera');
    await pressOn(page, link('Add a camera'));
    await heading('Plug the camera in').waitFor();
    await reachable('start');
    await type('Name this camera', 'Living room');
    await press('Enter');
    await heading('Is it this one?').waitFor();
    await untilFocused(page);
    await reachable('found');
    await type('Pairing code', '40718235');
    await press('Enter');
    await heading('Which Wi-Fi?').waitFor();
    await reachable('networks');
    await tabTo(page, page.getByRole('radio', { checked: true }));
    while (!(await page.getByRole('radio', { name: /^Home with password/ }).isChecked()))
      await press('ArrowDown');
    await type('Wi-Fi password', HOME.password);
    await press('Enter');
    await page.getByText('Waiting for the camera to connect').waitFor();
    plugInPaired(t, await world.handover(0));
    await heading('Living room is connected').waitFor();
    await page.getByRole('img', { name: 'The first photo' }).waitFor();
    await reachable('arrived');
    await pressOn(page, link('Open the camera'));
    await heading('Living room').waitFor();
    await page.getByText('Online', { exact: true }).waitFor();
  });

  await t.test('the page of a camera: live view, capture, settings', async (t) => {
    await page.locator('.camera-view .loaded').waitFor();
    await reachable('camera');
    await pressOn(page, button('Watch live'));
    await page.getByText('LIVE', { exact: true }).waitFor();
    await press('Enter');
    await page.getByText('LIVE', { exact: true }).waitFor({ state: 'detached' });
    await pressOn(page, button('Capture now'));
    await pressOn(page, link('Your photo is here'));
    await heading(/\d/).waitFor();
    await press('Escape');
    await heading('Living room').waitFor();
    await tabTo(page, page.getByLabel('Photos in a burst'));
    await press('ArrowDown');
    await tabTo(page, page.getByLabel('Take photos when something moves'));
    await press('Space');
    await pressOn(page, button('Save'));
    await page.getByText('Saved on the camera').waitFor();
    t.equal(hub.store.camera('living-room')?.state?.settings.motion, false);
    await untilFocused(page);
  });

  await plugIn(t, hub, { camera: 'porch' });

  await t.test('cameras', async () => {
    await goTo('Cameras');
    await page.locator('.card .loaded').waitFor();
    await page.getByText('2 of 2 online').waitFor();
    await reachable('cameras');
  });

  await t.test('today', async (t) => {
    await goTo('Today');
    await page.locator('.moment .loaded').first().waitFor();
    await reachable('today');
    await pressOn(page, button('Favourite').first(), 'Space');
    await untilStored(hub.store, () => hub.store.photos({ limit: 9, favourite: true }).length === 1);
    t.equal(await untilFocused(page), 'BUTTON');
  });

  await t.test('gallery and its filters', async () => {
    await goTo('Gallery');
    await page.locator('.tile .loaded').nth(1).waitFor();
    await reachable('gallery');
    await pressOn(page, button('Dogs'));
    await page.getByRole('heading', { name: 'No photo matches' }).waitFor();
    await pressOn(page, button('Show all photos'));
    await page.locator('.tile .loaded').nth(1).waitFor();
    await untilFocused(page);
    await tabTo(page, page.getByLabel('Camera', { exact: true }));
    await press('ArrowDown');
    await page.waitForFunction(() => location.hash.includes('camera='));
    await pressOn(page, button('All'));
    await page.waitForFunction(() => !location.hash.includes('camera='));
  });

  await t.test('photo: its burst, deletion and undo', async (t) => {
    await tabTo(page, page.locator('.tile a').first());
    await press('Enter');
    await page.locator('.film .chosen .loaded').waitFor();
    await page.locator('.action:not([disabled])', { hasText: 'Compare' }).waitFor();
    await reachable('photo');
    await pressOn(page, button('Compare'));
    await reachable('comparing');
    await tabTo(page, page.getByRole('slider'));
    await press('Escape');
    await page.getByRole('slider').waitFor({ state: 'detached' });
    await untilFocused(page);
    await pressOn(page, page.locator('.film button.kept').first());
    await pressOn(page, button('Use this one instead'));
    await page.getByText('Chosen by you.').first().waitFor();
    t.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), /^Shot \d/);
    await pressOn(page, button('Delete'));
    await button('Undo').waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await tabTo(page, button('Undo'), 'Shift+Tab');
    await press('Enter');
    await page.getByText('Photo restored').waitFor();
    t.equal(hub.store.photos({ limit: 9 }).length, 2);
    await page.locator('.film').waitFor();
    await press('Escape');
    await heading('Gallery').waitFor();
  });

  await t.test('highlights', async () => {
    await goTo('Highlights');
    await reachable('highlights');
    await pressOn(page, button('Make it now'));
    await page.getByText('There are too few good moments yet.').waitFor();
    await untilFocused(page);
  });

  await t.test('settings: people, invitations, language', async (t) => {
    await goTo('Settings');
    await page.locator('.rows .numbers').first().waitFor();
    await reachable('settings');
    for (const again of ['Invite someone', 'Invite someone else']) {
      await pressOn(page, button(again));
      await page.locator('.invite .link').waitFor();
      await untilFocused(page);
    }
    await reachable('settings with invitations');
    await pressOn(page, button('Cancel invitation').first());
    await button('Cancel invitation').waitFor({ state: 'detached' });
    t.not(await page.evaluate(() => document.activeElement?.tagName), 'BODY', 'the focus stays near');
    await tabTo(page, page.getByRole('combobox', { name: 'Language' }));
    await press('ArrowDown');
    await page.getByRole('heading', { name: '설정' }).waitFor();
    t.equal(await page.evaluate(() => document.activeElement?.tagName), 'SELECT');
    await press('ArrowUp');
    await heading('Settings').waitFor();
  });

  await t.test('settings: another person and another device are sent away', async (t) => {
    const before = await page.locator('.invite-code').textContent();
    await pressOn(page, button('Invite someone else'));
    await page.waitForFunction(
      (before) => document.querySelector('.invite-code')?.textContent !== before,
      before,
    );
    const code = await page.locator('.invite-code').textContent();
    await enter('/register', { username: 'Jun', password: 'long enough as well', code });
    await enter('/token', { username: owner.Name, password: owner.Password });
    await page.reload();
    await page.locator('summary', { hasText: 'Jun' }).waitFor();
    await pressOn(page, page.locator('summary', { hasText: 'Jun' }));
    await pressOn(page, button('Remove from this home'));
    await page.waitForFunction(() => document.activeElement?.textContent === 'No');
    await reachable('sure?');
    await pressOn(page, page.getByRole('alertdialog').getByRole('button').last());
    await page.locator('summary', { hasText: 'Jun' }).waitFor({ state: 'detached' });
    t.not(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
    await pressOn(page, button(/^Sign out .*(?<!else)$/).first());
    await button('Sign out everywhere else').waitFor({ state: 'detached' });
    t.not(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
  });

  await t.test('signing out and in', async (t) => {
    await pressOn(page, button('Sign out'));
    await heading('Sign in').waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await reachable('sign in');
    await type('Name', owner.Name);
    await type('Password', owner.Password);
    await press('Enter');
    await heading('Settings').waitFor();
    t.same(
      faults.filter((fault) => !fault.startsWith('POST /highlights 409')),
      [],
    );
  });
});
