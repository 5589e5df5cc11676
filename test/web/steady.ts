import type { Page } from 'playwright-core';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

/** Cumulative layout shift; 0.1 is what https://web.dev/articles/cls calls good. */
const most = 0.02;

/** Long enough for what stands in for an answer to be drawn. */
const lateMs = 400;

t.test('nothing moves while a page loads', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const { page } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  camera.capture('motion');
  await untilStored(hub.store, () => hub.store.photos({ limit: 1 })[0]?.upscale === 'done');
  const late = ['photos', 'photos/months', 'photos/*', 'cameras', 'bursts/*', 'highlights', 'health', 'sync'];
  const people = ['users', 'invitations', 'sessions', 'notifications', 'quiet-hours', 'cameras/*/timetable'];
  for (const path of [...late, ...people])
    await page.route(new RegExp(`/${path.replace('*', '[^/]+')}(\\?.*)?$`), async (route) => {
      await new Promise((resolve) => setTimeout(resolve, lateMs));
      await route.continue();
    });

  const screens = {
    '#/': '.moment .loaded',
    '#/gallery': '.tile .loaded',
    '#/photo/1': '.film .chosen .loaded',
    '#/highlights': '.make-today',
    '#/cameras': '.card .loaded',
    '#/cameras/simulated': '.camera-view .loaded',
    '#/settings': '.rows .numbers',
  };
  for (const [at, ready] of Object.entries(screens)) {
    await page.goto('about:blank');
    await page.goto(`${hub.url}/${at}`);
    await page.locator(ready).first().waitFor();
    const shifts = await shiftsOf(page);
    const sum = shifts.reduce((total, { value }) => total + value, 0);
    t.ok(sum <= most, `${at}: ${sum.toFixed(4)} ${shifts.map(({ what }) => what).join('; ')}`);
  }
});

interface Shift {
  value: number;
  /** The beginning of what moved. */
  what: string;
}

/** What moved since the page was opened, without the person's doing. */
function shiftsOf(page: Page): Promise<Shift[]> {
  return page.evaluate(async () => {
    type Entry = PerformanceEntry & { value: number; sources: { node: Element | null }[] };
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const observer = new PerformanceObserver(() => undefined);
    observer.observe({ type: 'layout-shift', buffered: true });
    return (observer.takeRecords() as Entry[]).map(({ value, sources }) => ({
      value,
      what: sources.map(({ node }) => node?.outerHTML?.slice(0, 80)).join(' and '),
    }));
  });
}
