/** A hub that gets another address, and a phone that goes along. */
import t from 'tap';
import { freePorts } from '../support/free-ports.js';
import { registerOwner, startHub } from '../support/hub.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test(
  'a phone at the old address moves to the new one and stays signed in',
  { skip: noBrowser },
  async (t) => {
    const [port = 0] = await freePorts(1);
    const fresh = `https://127.0.0.1:${port}`;
    const hub = await startHub(t, {
      PETCAM_HTTPS_PORT: String(port),
      PETCAM_PUBLIC_URL: fresh,
      PETCAM_ALLOWED_HOSTS: 'petcam.test',
    });
    await registerOwner(hub);
    const { page } = await openPhone(await openBrowser(t), { ignoreHTTPSErrors: true });
    await page.goto(`https://petcam.test:${port}/`);
    await fillIn(page, owner, 'Sign in');
    const card = page.getByRole('region', { name: 'PetCam has a new address' });
    await card.getByText(`It is ${fresh}.`).waitFor();
    t.same(await accessibilityFaults(page), []);

    await card.getByRole('button', { name: 'Move this phone' }).click();
    await page.waitForURL(`${fresh}/#/`);
    await page.getByRole('region', { name: 'Who lives with you?' }).waitFor();
    t.equal(await card.count(), 0);
    await page.reload();
    await page.getByRole('heading', { name: 'No photos yet' }).waitFor();

    await page.goto(`https://petcam.test:${port}/`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${fresh}/#/move?code=K7QF-2MXD-9HPA`);
    await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  },
);

t.test('a link that was used already leads to name and password', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  await registerOwner(hub);
  const { page } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/move?code=K7QF-2MXD-9HPA`);
  await page.getByText('This code isn’t right, or it was already used.').waitFor();
  await page.getByRole('button', { name: 'Sign in with name and password' }).click();
  await fillIn(page, owner, 'Sign in');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
});
