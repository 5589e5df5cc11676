import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('a guest sees the chosen camera and nothing else', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  await hub.store.addCamera('hall', 'Hall', new Uint8Array(32));
  const browser = await openBrowser(t);
  const mine = await openPhone(browser);
  const theirs = await openPhone(browser, { locale: 'ko-KR' });
  const { page } = theirs;

  await t.test('an owner invites to one camera, until a day', async (t) => {
    await mine.page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
    await fillIn(mine.page, owner, 'Create my account');
    await mine.page.getByRole('heading', { name: 'No photos yet' }).waitFor();
    await mine.page.goto(`${hub.url}/#/settings`);
    await mine.page.locator('summary', { hasText: 'Invite a guest' }).click();
    await mine.page.getByLabel('simulated').check();
    await mine.page.getByRole('button', { name: 'Invite a guest' }).click();
    await mine.page.getByText('They will see simulated and nothing else').waitFor();
    const link = await mine.page.locator('.link').textContent();
    await page.goto(`${hub.url}/${new URL(link ?? '').hash}`);
    await fillIn(page, { 이름: '지우', 비밀번호: '충분히 긴 비밀번호예요' }, '참여하기');
    await page.getByRole('heading', { name: '아직 사진이 없어요' }).waitFor();
    t.match(hub.store.users(), [{ role: 'owner' }, { role: 'guest', guest: { cameras: ['simulated'] } }]);
  });

  await t.test('photos come, and can be looked at, not changed', async (t) => {
    camera.capture('motion');
    await untilStored(hub.store, () => hub.store.photos({ limit: 9 }).length === 1);
    await page.locator('.moment').waitFor();
    t.equal(await page.getByRole('button', { name: '즐겨찾기' }).count(), 0);
    await page.locator('.moment-cover a').click();
    await page.getByRole('link', { name: '저장', exact: true }).waitFor();
    for (const name of ['즐겨찾기', '삭제', '왼쪽으로'])
      t.equal(await page.getByRole('button', { name }).count(), 0, name);
    await page.keyboard.press('Delete');
    t.equal(hub.store.photos({ limit: 9 }).length, 1);
  });

  await t.test('one camera, no care of it, and none of the home', async (t) => {
    await page.goto(`${hub.url}/#/cameras`);
    await page.locator('.card:not(.card-unknown)').waitFor();
    t.equal(await page.locator('.card').count(), 1);
    t.equal(await page.getByRole('link', { name: '하이라이트' }).count(), 0);
    await page.goto(`${hub.url}/#/cameras/simulated`);
    await page.locator('.live-switch').waitFor();
    t.equal(await page.locator('.camera-page .group, .camera-page dl').count(), 0);
    await page.goto(`${hub.url}/#/settings`);
    await page.getByText('마지막 날').waitFor();
    t.equal(await page.getByText('이 허브').count(), 0);
    for (const screen of ['highlights', 'bin']) {
      await page.goto(`${hub.url}/#/gallery`);
      await page.locator('.tile .loaded').waitFor();
      t.equal(await page.getByRole('link', { name: '휴지통' }).count(), 0);
      await page.goto(`${hub.url}/#/${screen}`);
      await page.locator('.moment').waitFor();
    }
    t.strictSame(theirs.faults, []);
  });

  await t.test('an owner takes the camera away: the page is empty', async () => {
    const guest = hub.store.users().find(({ role }) => role === 'guest');
    await mine.page.reload();
    await mine.page.locator('summary', { hasText: '지우' }).click();
    const form = mine.page.locator('details[open] form');
    await form.getByLabel('Hall').check();
    await form.getByLabel('simulated').uncheck();
    await form.getByRole('button', { name: 'Save' }).click();
    await mine.page.getByText('Sees Hall').first().waitFor();
    await page.goto(`${hub.url}/#/cameras`);
    await page.reload();
    await page.getByText('Hall').first().waitFor();
    await hub.store.changeGuest(guest?.id ?? 0, { cameras: ['hall'], until: Date.now() - 1 });
    await page.reload();
    await page.getByRole('button', { name: '로그인' }).waitFor();
  });
});
