import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';
import { pressOn } from './fixtures/keyboard.js';

t.test('activity and memories of the pets', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const { page, faults } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();
  const nabi = await hub.store.addPet({ name: 'Nabi', kind: 'cat', photo: null });
  camera.capture('motion');
  await untilStored(hub.store, () => hub.store.photos({ limit: 9 }).length === 1);
  const [photo] = hub.store.photos({ limit: 1 });
  await hub.store.answerPhoto(photo?.id ?? 0, { pets: [nabi.id] });

  await t.test('hours of each day, said to a screen reader too', async (t) => {
    await page.goto(`${hub.url}/#/highlights`);
    await pressOn(page, page.getByRole('link', { name: 'Activity' }));
    await page.getByRole('heading', { name: 'Nabi' }).waitFor();
    t.equal(await page.locator('.day-bars li').count(), 14);
    t.match(await page.locator('.day-bars li').last().textContent(), /^Today: 1 hour, /);
    t.match(await page.locator('.day-bars li').first().textContent(), /: not seen/);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      t.same(await accessibilityFaults(page), [], colorScheme);
    }
  });

  await t.test('an alarm that is set is there again', async () => {
    await page.getByLabel('Tell us when not seen for').selectOption('9');
    await page.waitForFunction(async () => {
      const { pets } = await (await fetch('/activity')).json();
      return pets[0].alarmHours === 9;
    });
    await page.reload();
    await page.waitForFunction(() => document.querySelector('select')?.value === '9');
  });

  await t.test('no memories yet, and later what was long ago, of one pet or of all', async (t) => {
    t.equal(await page.locator('.memories').count(), 0);
    await page.route('**/memories*', async (route) => {
      const shown = await (await page.request.get(`${hub.url}/photos/${photo?.id}`)).json();
      const year = { kind: 'years-ago', years: 1, from: 0, until: 1, best: shown.id, photos: [shown] };
      const first = { ...year, kind: 'first-days', years: 0, from: 2 };
      await route.fulfill({
        json: { memories: route.request().url().includes('who=') ? [first] : [year, first] },
      });
    });
    await hub.store.addPet({ name: 'Coco', kind: 'dog', photo: null });
    await page.goto(`${hub.url}/#/highlights`);
    await page.getByRole('article', { name: 'A year ago today' }).waitFor();
    await page.getByRole('article', { name: 'The first days' }).waitFor();
    t.same(await accessibilityFaults(page), []);
    await pressOn(page, page.getByRole('button', { name: 'Nabi' }));
    await page.getByRole('article', { name: 'Nabi’s first days here' }).waitFor();
    await page.goto(`${hub.url}/#/`);
    await page.locator('.memory-of-today').waitFor();
    t.match(await page.locator('.memory-of-today').textContent(), /^A year ago today/);
    t.same(await accessibilityFaults(page), []);
    await page.locator('.memory-of-today').click();
    await page.waitForFunction((id) => location.hash === `#/photo/${id}`, photo?.id);
    t.same(faults, []);
  });
});
