import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('a phone watches a camera live', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const isOnline = (online: boolean) => () => hub.store.camera('simulated')?.online === online;
  await untilStored(hub.store, isOnline(true));
  const { page, faults } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();

  await t.test('the list of cameras shows it by itself, and one tap gives it the whole window', async (t) => {
    await page.goto(`${hub.url}/#/cameras`);
    const tile = page.getByRole('button', { name: 'Watch simulated live, full screen' });
    await page.locator('.live-tile.shows').waitFor();
    t.same(await accessibilityFaults(page), []);
    await tile.click();
    const full = page.getByRole('dialog', { name: 'Live view of simulated' });
    await full.getByText('LIVE', { exact: true }).waitFor();
    t.same(await full.boundingBox(), { x: 0, y: 0, width: 390, height: 844 });
    t.same(await accessibilityFaults(page), []);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      full.getByRole('button', { name: 'Save this picture' }).click(),
    ]);
    t.match(saved.suggestedFilename(), /^petcam-simulated-\d{8}-\d{6}\.jpg$/);
    await page.keyboard.press('Escape');
    await full.waitFor({ state: 'detached' });
    t.ok(await tile.evaluate((element) => element === document.activeElement), 'and back to where it was');
  });

  await page.goto(`${hub.url}/#/cameras/simulated`);
  const screen = page.getByRole('img', { name: 'Live view of simulated' });

  await t.test('only when asked', async (t) => {
    await page.getByRole('button', { name: 'Watch live' }).waitFor();
    t.equal(await screen.count(), 0);
    await page.getByRole('button', { name: 'Watch live' }).click();
    await page.getByText('LIVE', { exact: true }).waitFor();
    const isDrawn = () => {
      const canvas = document.querySelector('canvas');
      const pixel = canvas?.getContext('2d')?.getImageData(100, 100, 1, 1).data;
      return pixel !== undefined && pixel[3] === 255;
    };
    await page.waitForFunction(isDrawn);
    t.same(await accessibilityFaults(page), []);
  });

  await t.test('it says that the camera is gone, and goes on when it is back', async () => {
    await camera.stop();
    await page.getByText('The camera is offline. Live view starts when it is back.').waitFor();
    await page
      .getByText(/^Last seen/)
      .first()
      .waitFor();
    await page.getByText('Check that it is plugged in.').waitFor();
    camera.start();
    await page.getByText('LIVE', { exact: true }).waitFor();
  });

  await t.test('until it is stopped', async (t) => {
    await page.getByRole('button', { name: 'Stop' }).click();
    await screen.waitFor({ state: 'detached' });
    const tooLate = 'GET /cameras/simulated/live 409';
    t.same(
      faults.filter((fault) => fault !== tooLate),
      [],
      'it may ask once more before it hears that the camera is gone',
    );
  });
});
