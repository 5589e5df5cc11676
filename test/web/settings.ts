import path from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { databasePath } from '../../src/store/database.js';
import { startHub } from '../support/hub.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('the settings of a hub', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const browser = await openBrowser(t);
  const mine = await openPhone(browser);
  const other = await openPhone(browser);
  const { page } = mine;
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  await page.goto(`${hub.url}/#/settings`);

  await t.test('an invitation is a code to scan, and can be taken back', async (t) => {
    await page.getByRole('button', { name: 'Invite someone' }).click();
    const code = page.getByRole('img', { name: 'QR code of the invitation' });
    await code.waitFor();
    const side = await code.evaluate((drawing) => Math.round(drawing.getBoundingClientRect().width));
    t.ok(side >= 180, `${side} px: large enough for a camera`);
    t.match(await page.locator('.invite .link').textContent(), /#\/join\?code=/);
    t.equal(hub.store.invitations().length, 1);
    t.same(await accessibilityFaults(page), []);
    await page.reload();
    await page.getByRole('button', { name: 'Cancel invitation' }).click();
    await page.getByRole('button', { name: 'Cancel invitation' }).waitFor({ state: 'detached' });
    t.equal(hub.store.invitations().length, 0);
  });

  await t.test('somebody who has joined can be sent away, after a second thought', async (t) => {
    await page.getByRole('button', { name: 'Invite someone' }).click();
    const link = new URL((await page.locator('.invite .link').textContent()) ?? '');
    await other.page.goto(`${hub.url}/${link.hash}`);
    await fillIn(other.page, { Name: 'Jun', Password: 'long enough as well' }, 'Join');
    await other.page.getByRole('heading', { name: 'No photos yet' }).waitFor();
    await page.reload();
    await page.getByText('Jun', { exact: true }).click();
    await page.getByRole('button', { name: 'Remove from this home' }).click();
    await page.getByRole('alertdialog', { name: 'Remove Jun?' }).waitFor();
    t.equal(hub.store.users().length, 2, 'nothing has happened yet');
    await page.getByRole('alertdialog').getByRole('button').last().click();
    await page.getByText('Jun', { exact: true }).waitFor({ state: 'detached' });
    t.equal(hub.store.users().length, 1);
    await other.page.reload();
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  await t.test('a new password signs the other devices out', async (t) => {
    await fillIn(other.page, owner, 'Sign in');
    await other.page.getByRole('heading', { name: 'No photos yet' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor();
    await fillIn(
      page,
      { 'Current password': 'wrong wrong', 'New password': 'an even longer one' },
      'Change password',
    );
    await page.getByText('The current password isn’t right.').waitFor();
    await page.getByLabel('Current password').fill(owner.Password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Password changed').waitFor();
    await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor({ state: 'detached' });
    t.equal(hub.store.sessions(1).length, 1);
    await other.page.reload();
    await fillIn(other.page, { ...owner, Password: 'an even longer one' }, 'Sign in');
    await other.page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  });

  await t.test('every other device is signed out at once', async (t) => {
    await page.reload();
    const everywhere = page.getByRole('button', { name: 'Sign out everywhere else' });
    let asked = 0;
    // A hub that was asked too much at once says so first; the app asks again by itself.
    await page.route('**/sessions', async (route) => {
      if (route.request().method() !== 'DELETE') return route.continue();
      asked += 1;
      if (asked > 1) return route.continue();
      const body = JSON.stringify({ status: 429, code: 'too-many-requests', detail: 'Slow down.' });
      await route.fulfill({ status: 429, headers: { 'retry-after': '1' }, body });
    });
    await everywhere.click();
    await everywhere.waitFor({ state: 'detached' });
    await page.unroute('**/sessions');
    t.equal(asked, 2);
    await other.page.reload();
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    t.equal(hub.store.sessions(1).length, 1);
  });

  await t.test('quiet hours for the night', async (t) => {
    const kept = () => hub.store.setting('quiet-hours');
    const on = page.getByRole('checkbox', { name: 'Quiet at night' });
    await on.check();
    await page.getByLabel('From', { exact: true }).fill('23:00');
    await page.getByLabel('Until', { exact: true }).fill('06:30');
    t.same(await accessibilityFaults(page), []);
    await page.getByRole('button', { name: 'Save quiet hours' }).click();
    await page.getByText('Quiet hours saved').waitFor();
    t.match(kept(), /23:00.*06:30/);
    await page.reload();
    await on.and(page.locator(':checked')).waitFor();
    t.equal(await page.getByLabel('Until', { exact: true }).inputValue(), '06:30');
    await on.uncheck();
    await page.getByRole('button', { name: 'Save quiet hours' }).click();
    await page.getByText('Quiet hours saved').waitFor();
    await page.reload();
    await on.and(page.locator(':not(:checked)')).waitFor();
  });

  await t.test('a burst that was set aside is named with its reason, and tried again', async (t) => {
    await hub.store.addCamera('porch', 'Porch', new Uint8Array(32));
    const db = new Database(databasePath(path.join(hub.directory, 'data')));
    db.exec(`INSERT INTO burst (id, camera_number, key, state, opened_at, closed_at) VALUES (1, 1, 'b', 'closed', 1, 2);
      INSERT INTO burst_aside (burst_id, reason, detail, at) VALUES (1, 'vision-crashed', 'SIGSEGV', 3)`);
    db.close();
    await page.reload();
    await page.getByText('Bursts without a photo').waitFor();
    await page.getByText('Porch, ').waitFor();
    await page.getByText('Looking at its pictures failed three times.').waitFor();
    await page.getByText('Some photos couldn’t be made.').waitFor();
    t.equal(await page.locator('main h2').first().innerText(), 'Needs attention', 'above all settings');
    t.same(await accessibilityFaults(page), []);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Bursts without a photo').waitFor({ state: 'detached' });
    t.strictSame(hub.store.burstsAside(), []);
  });

  await t.test('what the hub keeps, sends and is', async (t) => {
    await page.getByText('Off. Nothing leaves your home.').waitFor();
    await page.getByText('7 days', { exact: true }).waitFor();
    await page.getByText('0.0.0-test').waitFor();
    t.equal(await page.getByText('MIT', { exact: true }).count(), 1);
  });
});
