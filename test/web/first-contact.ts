/** What a phone sees first, after the QR code of the set-up or of an invitation. */
import t from 'tap';
import { startHub } from '../support/hub.js';
import { accessibilityFaults, noBrowser, openBrowser, openPhone } from './fixtures/browser.js';
import { openTrustingPhone } from './fixtures/trusting-phone.js';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';

t.test(
  'a phone that does not know the hub is told what to do, without a warning',
  { skip: noBrowser },
  async (t) => {
    const hub = await startHub(t);
    const { page, faults } = await openPhone(await openBrowser(t), { userAgent: ANDROID });
    await page.goto(`${hub.url}/trust?open#/setup`);
    await page.getByText('This device doesn’t know the hub yet').waitFor();
    const steps = page.locator('#this-device details');
    t.match(await steps.locator('li').allInnerTexts(), [
      /Download the certificate/,
      /CA certificate/,
      /Install/,
    ]);
    t.equal(await steps.locator('li svg').count(), 3, 'each with its picture');
    t.ok(
      await steps
        .locator('svg')
        .evaluateAll((all) => all.every((svg) => svg.getBoundingClientRect().height > 80)),
    );
    t.equal(await steps.getAttribute('data-device'), 'android');
    t.ok(await steps.evaluate((element) => (element as HTMLDetailsElement).open), 'its own steps are open');
    t.equal(await page.getByRole('link', { name: 'Open PetCam' }).isVisible(), false);

    const without = page.getByRole('link', { name: 'Continue without installing anything' });
    t.equal(await without.getAttribute('href'), `https://127.0.0.1:${hub.ports.https}/#/setup`);
    t.match(await page.locator('#without').innerText(), /red warning/, 'with its price');
    t.same(await accessibilityFaults(page), []);

    await page.getByRole('link', { name: '한국어' }).click();
    await page.getByText('아직 허브가 등록되지 않은 기기예요').waitFor();
    t.match(page.url(), /open.*#\/setup$/, 'the language changes, the way on stays');
    t.same(faults, []);
  },
);

t.test('a phone that trusts the hub goes on to what it came for', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const { page, faults } = await openTrustingPhone(t, hub.url);
  await page.goto(`${hub.url}/trust?open#/setup`);
  await page.waitForURL(`https://127.0.0.1:${hub.ports.https}/#/setup`);
  await page.getByLabel('Setup code').waitFor();
  await page.goto(`${hub.url}/trust`);
  await page.getByText('This device trusts the hub.').waitFor();
  t.equal(await page.getByRole('link', { name: 'Open PetCam' }).isVisible(), true);
  t.equal(await page.locator('#steps').isVisible(), false, 'nothing is left to do');
  t.same(faults, []);
});
