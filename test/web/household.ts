import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('two phones of one home', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const browser = await openBrowser(t);
  const mine = await openPhone(browser);
  const theirs = await openPhone(browser, { locale: 'ko-KR' });

  await t.test('an invitation lets a second person in, in their own language', async (t) => {
    await mine.page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
    await fillIn(mine.page, owner, 'Create my account');
    await mine.page.getByRole('heading', { name: 'No photos yet' }).waitFor();
    await mine.page.goto(`${hub.url}/#/settings`);
    await mine.page.getByRole('button', { name: 'Invite someone' }).click();
    const link = await mine.page.locator('.link').textContent();
    // The link leads to the TLS listener, whose authority this browser was not told to trust.
    await theirs.page.goto(`${hub.url}/${new URL(link ?? '').hash}`);
    await fillIn(theirs.page, { 이름: '지우', 비밀번호: '충분히 긴 비밀번호예요' }, '참여하기');
    await theirs.page.getByRole('heading', { name: '아직 사진이 없어요' }).waitFor();
    t.same(
      hub.store.users().map(({ role }) => role),
      ['owner', 'member'],
    );
    await theirs.page.goto(`${hub.url}/#/settings`);
    await theirs.page.getByText('구성원', { exact: true }).waitFor();
    t.equal(await theirs.page.getByRole('button', { name: '초대하기' }).count(), 0, 'members do not invite');
  });

  await t.test('what one does the other sees', async (t) => {
    await theirs.page.goto(`${hub.url}/#/`);
    await mine.page.goto(`${hub.url}/#/`);
    camera.capture('motion');
    await mine.page.locator('.moment').waitFor();
    await theirs.page.locator('.moment').waitFor();
    t.match(await theirs.page.locator('.why').textContent(), /[가-힣]/);
    await mine.page.getByRole('button', { name: 'Favourite', pressed: false }).click();
    await theirs.page.getByRole('button', { name: '즐겨찾기', pressed: true }).waitFor();
  });

  await t.test('a phone that was away says so, and then misses nothing', async (t) => {
    await theirs.context.setOffline(true);
    await theirs.page.getByText('허브와 연결이 끊겼어요').waitFor();
    camera.capture('motion');
    await untilStored(hub.store, () => hub.store.photos({ limit: 9 }).length === 2);
    await theirs.context.setOffline(false);
    await theirs.page.getByText('허브와 연결이 끊겼어요').waitFor({ state: 'detached' });
    await theirs.page.getByText('사진 2장', { exact: true }).waitFor();
    t.equal(hub.store.photos({ limit: 9 }).length, 2);
  });
});
