import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { registerOwner, startHub } from '../support/hub.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('after the account comes the camera, and nothing is a dead end', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const { page, context, faults } = await openPhone(await openBrowser(t, { whole: true }));
  await context.grantPermissions(['notifications']);
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  const card = (name: string) => page.getByRole('region', { name });
  const camera = card('Connect your first camera');
  const pets = card('Who lives with you?');
  const notify = card('Get a notification when your pet comes by');
  await Promise.all([camera, pets, notify].map((one) => one.waitFor()));

  await camera.getByRole('link', { name: 'Add a camera' }).click();
  await page.waitForFunction(() => location.hash.startsWith('#/pair'));
  await page.goBack();

  await pets.getByRole('button', { name: 'Not now' }).click();
  await pets.waitFor({ state: 'detached' });
  await page.reload();
  await camera.waitFor();
  await notify.waitFor();
  t.equal(await pets.count(), 0, 'put off is put off');

  await notify.getByRole('button', { name: 'Notify this phone' }).click();
  await notify
    .getByRole('alert')
    .getByText(/Notifications are blocked/)
    .waitFor();
  await notify.getByRole('button', { name: 'Not now' }).click();
  await notify.waitFor({ state: 'detached' });
  // A browser of the tests is refused by itself, and says so.
  const others = faults.filter((fault) => !fault.includes('does not support the Push API'));
  t.same(others, []);
});

t.test('a member is not asked to set up the home', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const { page, context } = await openPhone(await openBrowser(t, { whole: true }));
  await context.grantPermissions(['notifications']);
  const { code } = (await (await registerOwner(hub)).send('POST', '/invitations', {})) as { code: string };
  await page.goto(`${hub.url}/#/join?code=${code}`);
  await fillIn(page, { Name: 'jun', Password: 'correct horse battery' }, 'Join');
  await page.getByRole('region', { name: 'Get a notification when your pet comes by' }).waitFor();
  t.equal(await page.getByRole('region').count(), 1);
});
