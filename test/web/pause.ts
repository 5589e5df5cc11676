import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('a camera is paused on its page, and seen and ended on the others', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const { store } = hub;
  await plugIn(t, hub, { camera: 'hall' });
  const motion = () => store.camera('hall')?.state?.settings.motion;
  await untilStored(store, () => store.camera('hall')?.online === true && motion() === true);
  const { page, faults } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();

  await page.goto(`${hub.url}/#/cameras/hall`);
  await page.getByRole('button', { name: 'For an hour' }).click();
  await page.getByText(/^Paused until \d\d:\d\d$/).waitFor();
  await untilStored(store, () => motion() === false);
  t.ok(await page.getByLabel('Take photos when something moves').isChecked(), 'as it will be again');
  await page.getByRole('button', { name: 'Watch live' }).click();
  await page.getByText('The camera is paused.').waitFor();
  t.same(await accessibilityFaults(page), []);

  await page.goto(`${hub.url}/#/`);
  await page.getByText('Your camera is paused.').waitFor();
  await page.getByText(/^Paused until \d\d:\d\d$/).waitFor();
  t.same(await accessibilityFaults(page), []);
  await page.getByRole('button', { name: 'End the pause of hall' }).click();
  await untilStored(store, () => motion() === true);
  await page.getByText('Online', { exact: true }).waitFor();

  await store.pauseCamera('hall', null);
  await page.goto(`${hub.url}/#/cameras`);
  await page.getByText('Paused until you end it').waitFor();
  t.same(await accessibilityFaults(page), []);
  await page.getByRole('button', { name: 'End the pause of hall' }).click();
  await untilStored(store, () => store.camera('hall')?.pause === null);
  t.same(faults, []);
});
