import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { startHub } from '../support/hub.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

const addresses = {
  'where the browser has locks': (url: string) => url,
  'on a plain home network, where it has none': (url: string) => url.replace('127.0.0.1', 'petcam.test'),
};

for (const [where, addressOf] of Object.entries(addresses)) {
  t.test(`several tabs of one phone, ${where}`, { skip: noBrowser }, async (t) => {
    const hub = await startHub(t, { PETCAM_ALLOWED_HOSTS: 'petcam.test' });
    const url = addressOf(hub.url);
    const { context, page } = await openPhone(await openBrowser(t));
    await page.goto(`${url}/#/setup?code=${await issueSetupCode(hub.store)}`);
    await fillIn(page, owner, 'Create my account');
    await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
    t.equal(await page.evaluate(() => 'locks' in navigator), url === hub.url);

    await t.test('all wake at once with a token that has run out, and stay signed in', async (t) => {
      const refreshes: number[] = [];
      context.on('response', (response) => {
        if (response.url().endsWith('/token/refresh')) refreshes.push(response.status());
      });
      const others = await Promise.all([1, 2, 3].map(() => context.newPage()));
      await page.evaluate(() => localStorage.setItem('petcam.access-until', '1'));
      await context.clearCookies({ name: 'petcam_access' });
      await Promise.all([page.reload(), ...others.map((other) => other.goto(`${url}/#/settings`))]);
      for (const other of others) await other.getByRole('heading', { name: 'Settings' }).waitFor();
      await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
      t.ok(refreshes.length > 0);
      t.ok(
        refreshes.every((status) => status === 200),
        'no token was used twice',
      );
      t.equal(hub.store.sessions(1).length, 1);
      await Promise.all(others.slice(1).map((other) => other.close()));
    });

    await t.test('signing out in one signs out the others', async (t) => {
      const [, other] = context.pages();
      if (!other) throw new Error('no other tab');
      await other.getByRole('button', { name: 'Sign out', exact: true }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await fillIn(page, owner, 'Sign in');
      await other.getByRole('heading', { name: 'Settings' }).waitFor();
      t.equal(hub.store.sessions(1).length, 1);
    });
  });
}
