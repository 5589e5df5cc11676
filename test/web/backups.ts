/** Where backups go, as Today asks and the settings tell. */
import { readdirSync } from 'node:fs';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { temporaryFolder } from '../support/folder.js';
import { registerOwner, startHub } from '../support/hub.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

const card = 'Keep a second copy of your photos';

t.test('a hub without a folder for backups says how to have one', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const { page, faults } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');

  const offer = page.getByRole('region', { name: card });
  await offer.getByRole('button', { name: 'Show me how' }).click();
  await offer.getByText('PETCAM_BACKUP_DIR=/mnt/usb/petcam').waitFor();
  t.equal(await offer.getByRole('listitem').count(), 4);
  t.same(await accessibilityFaults(page), []);
  await offer.getByRole('button', { name: 'Not now' }).click();
  await offer.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('region', { name: 'Who lives with you?' }).waitFor();
  t.equal(await offer.count(), 0, 'put off is put off');

  await page.goto(`${hub.url}/#/settings`);
  const backups = page.getByRole('region', { name: 'Backups' });
  await backups.getByText('No folder is set: everything is on one disk.').waitFor();
  t.equal(await backups.getByRole('listitem').count(), 4);
  t.equal(await backups.getByRole('button').count(), 0);
  t.same(faults, []);
});

t.test('a hub with one says where it is, and makes a backup at once', { skip: noBrowser }, async (t) => {
  const folder = temporaryFolder(t);
  const hub = await startHub(t, { PETCAM_BACKUP_DIR: folder });
  const person = await registerOwner(hub);
  const { page, faults } = await openPhone(await openBrowser(t));
  await page.goto(hub.url);
  await fillIn(page, owner, 'Sign in');
  await page.getByRole('region', { name: 'Who lives with you?' }).waitFor();
  t.equal(await page.getByRole('region', { name: card }).count(), 0, 'it has one, from its first minute on');

  await page.goto(`${hub.url}/#/settings`);
  const backups = page.getByRole('region', { name: 'Backups' });
  await backups.getByText(`Every night, to ${folder}.`).waitFor();
  await backups.getByText('None yet. The first is made tonight.').waitFor();
  await backups.getByRole('button', { name: 'Back up now' }).click();
  await backups.getByText('It is being made, and is in this list when it is done.').waitFor();
  const made = async () => (await person.get<{ backups: unknown[] }>('/backups')).backups.length;
  while ((await made()) === 0) await new Promise((resolve) => setTimeout(resolve, 100));
  t.equal(readdirSync(folder).length, 1);
  await page.reload();
  await backups.getByText('Newest').waitFor();
  t.match(await backups.getByRole('definition').allInnerTexts(), [/\d/, '0', /B/, '1']);
  t.same(await accessibilityFaults(page), []);
  t.same(faults, []);
});
