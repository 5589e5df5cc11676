/** The page "Away from home", from nothing to a name in Tailscale that links lead to. */
import t from 'tap';
import { registerOwner, startHub } from '../support/hub.js';
import { publicCertificate, standInTailscale, TAILSCALE_NAME } from '../support/tailscale.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('step by step to an address that works away from home', { skip: noBrowser }, async (t) => {
  const standIn = await standInTailscale(t, {
    state: 'NeedsLogin',
    domains: null,
    certificate: 'Access denied: cert access denied',
  });
  const hub = await startHub(t, { PETCAM_TAILSCALE: standIn.command });
  await registerOwner(hub);
  const { page, faults } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/settings`);
  await fillIn(page, owner, 'Sign in');
  const away = page.getByRole('region', { name: 'Away from home' });
  await away.getByText('The hub has neither Tailscale nor WireGuard.').waitFor();
  await away.getByText('Set up Tailscale').click();
  await away.getByText('Tailscale is on the hub, but not connected yet.').waitFor();
  const done = away.getByText('Done:', { exact: true });
  t.equal(await done.count(), 0);

  const checkUntil = async (text: string) => {
    const found = away.getByText(text);
    for (;;) {
      await away.getByRole('button', { name: 'Check again' }).click();
      await found.waitFor({ timeout: 2000 }).catch(() => undefined);
      if ((await found.count()) > 0) return;
    }
  };
  standIn.say({ state: 'Running' });
  await checkUntil('Connected. Next, switch on HTTPS certificates.');
  t.equal(await done.count(), 1);
  standIn.say({ domains: [TAILSCALE_NAME] });
  await checkUntil('Tailscale doesn’t give the hub its certificate yet. (Access denied: cert access denied)');
  t.equal(await done.count(), 2);
  t.same(await accessibilityFaults(page), []);
  standIn.say({ certificate: await publicCertificate(TAILSCALE_NAME) });
  await checkUntil('works on every phone with Tailscale, without a warning.');
  t.equal(await done.count(), 3);

  await away.getByRole('button', { name: 'Open links at the new address' }).click();
  const address = `https://${TAILSCALE_NAME}:${hub.ports.https}`;
  await away.getByText(`Links and invitations open at ${address}.`).waitFor();
  await away.getByText('works now').waitFor();
  t.equal(await done.count(), 4);
  t.same(await accessibilityFaults(page), []);

  await away.getByRole('button', { name: 'Test from this phone' }).click();
  await away.getByText('You are on the hub itself, or behind a proxy on it.').waitFor();
  await away.getByRole('button', { name: 'Open links at the home address again' }).click();
  await away.getByText('That works at home, and elsewhere only through WireGuard.').waitFor();
  t.same(faults, []);
});
