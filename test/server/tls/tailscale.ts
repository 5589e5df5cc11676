import t, { type Test } from 'tap';
import { createLog } from '../../../src/core/log.js';
import { TailscaleCertificate } from '../../../src/server/tls/tailscale.js';
import { type RunTailscale, statusIn, tailscaleCommand } from '../../../src/server/tls/tailscale-command.js';
import { ManualClock } from '../../support/manual-clock.js';
import {
  TAILSCALE_NAME as NAME,
  publicCertificate,
  standInTailscale,
  type TailscaleAnswers,
} from '../../support/tailscale.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A clock that can be set far ahead. */
class SettableClock extends ManualClock {
  ahead = 0;

  override now(): number {
    return super.now() + this.ahead;
  }
}

/** The hub's side of a stand-in, under a clock of the test's own. */
async function begin(t: Test, answers: Partial<TailscaleAnswers> = {}) {
  const standIn = await standInTailscale(t, answers);
  const clock = new SettableClock(Date.now());
  const run = tailscaleCommand(standIn.command);
  const tailscale = new TailscaleCertificate({ run, clock, log: createLog('silent') });
  t.teardown(() => tailscale.stop());
  tailscale.start();
  await tailscale.settled();
  const later = async (ms: number) => {
    await clock.advance(ms);
    await tailscale.settled();
  };
  return { tailscale, standIn, clock, later };
}

t.test('a machine in Tailscale has its name and certificate shown, to who asks for that name', async (t) => {
  const { tailscale } = await begin(t);
  t.match(tailscale.state(), { step: 'ready', name: NAME, until: Number, reason: null });
  t.ok(tailscale.contextFor(NAME));
  t.ok(tailscale.contextFor(NAME.toUpperCase()));
  t.equal(tailscale.contextFor('petcam.local'), null);
  t.equal(tailscale.issue(true), null);
});

t.test('each step on the way is told, and found done without a restart', async (t) => {
  const { tailscale, standIn, later } = await begin(t, {
    state: 'away',
    domains: null,
    certificate: 'Access denied: cert access denied',
  });
  t.match(tailscale.state(), {
    step: 'signed-out',
    name: null,
    reason: /failed to connect to local tailscaled/,
  });
  t.match(tailscale.issue(true), /is not connected: run tailscale up/);
  standIn.say({ state: 'NeedsLogin' });
  await later(10 * MINUTE);
  t.match(tailscale.state(), { step: 'signed-out', reason: null });
  standIn.say({ state: 'Running' });
  await later(10 * MINUTE);
  t.match(tailscale.state(), { step: 'no-https', name: null });
  t.match(tailscale.issue(true), /HTTPS certificates are switched off/);
  standIn.say({ domains: [NAME] });
  await later(10 * MINUTE);
  t.match(tailscale.state(), { step: 'refused', name: NAME, reason: /cert access denied/ });
  t.match(tailscale.issue(true), /does not work: Access denied/);
  t.equal(tailscale.issue(false), null, 'nobody needs it yet');
  standIn.say({ certificate: await publicCertificate(NAME) });
  // Somebody looks at the page, and nobody has to wait for the next look.
  await later(2000);
  await tailscale.look();
  await tailscale.settled();
  t.match(tailscale.state(), { step: 'ready', name: NAME, reason: null });
});

t.test('two who ask at once cost one look, and a certificate is asked for twice a day', async (t) => {
  const { tailscale, standIn, clock, later } = await begin(t);
  t.equal(standIn.calls('status'), 1);
  await tailscale.look();
  t.equal(standIn.calls('status'), 1, 'a look of just now is good enough');
  await clock.advance(3000);
  await Promise.all([tailscale.look(), tailscale.look()]);
  t.equal(standIn.calls('status'), 2);
  t.equal(standIn.calls('cert'), 1);
  const renewed = await publicCertificate(NAME, Date.now(), 120);
  standIn.say({ certificate: renewed });
  const before = tailscale.state().until as number;
  clock.ahead = DAY;
  for (let hours = 0; hours < 12; hours += 1) await later(60 * MINUTE);
  t.equal(standIn.calls('cert'), 2);
  t.ok((tailscale.state().until as number) > before, 'and is used without a restart');
});

t.test('one that is not renewed stays in use to its end, and is an issue a week before', async (t) => {
  const { tailscale, standIn, clock, later } = await begin(t);
  standIn.say({ certificate: 'Let’s Encrypt is away' });
  for (let hours = 0; hours < 12; hours += 1) await later(60 * MINUTE);
  t.match(tailscale.state(), { step: 'ready', reason: 'Let’s Encrypt is away' });
  t.equal(tailscale.issue(false), null);
  clock.ahead = 84 * DAY;
  t.match(tailscale.issue(false), new RegExp(`certificate for ${NAME} ends at .*is away`));
  clock.ahead = 91 * DAY;
  t.equal(tailscale.state().step, 'refused');
  standIn.say({ state: 'Stopped' });
  await later(10 * MINUTE);
  t.match(tailscale.state(), { step: 'signed-out', name: NAME });
});

t.test('a machine that gets another name there asks for its certificate', async (t) => {
  const { tailscale, standIn, later } = await begin(t);
  const other = 'attic.tail1234.ts.net';
  standIn.say({ domains: [other], certificate: await publicCertificate(other) });
  await later(10 * MINUTE);
  t.match(tailscale.state(), { step: 'ready', name: other });
  t.equal(tailscale.contextFor(NAME), null);
});

t.test('what is no certificate of that name with its key is not shown', async (t) => {
  const mine = await publicCertificate(NAME);
  const foreign = await publicCertificate('evil.example');
  const wrong = [{ cert: '', key: '' }, foreign, { ...mine, key: foreign.key }];
  for (const certificate of wrong) {
    const { tailscale } = await begin(t, { certificate });
    t.match(tailscale.state(), { step: 'refused', reason: /^Tailscale gave/ });
    t.equal(tailscale.contextFor(NAME), null);
  }
});

t.test('a machine without Tailscale, and one that leaves it alone', async (t) => {
  const clock = new ManualClock();
  const log = createLog('silent');
  const run = tailscaleCommand('/nowhere/tailscale');
  const absent = new TailscaleCertificate({ run, clock, log });
  t.equal(absent.state().step, 'asking', 'not known yet');
  absent.start();
  await absent.settled();
  t.match(absent.state(), { step: 'absent', name: null });
  t.match(absent.issue(true), /not installed on the hub any more/);
  await absent.stop();
  const off = new TailscaleCertificate({ run: null, clock, log });
  off.start();
  await off.look();
  t.equal(off.state().step, 'off');
  t.match(off.issue(true), /PETCAM_TAILSCALE is empty/);
  await off.stop();
});

t.test('a hub that stops waits for no certificate', async (t) => {
  const hanging: RunTailscale = (args, _timeoutMs, signal) =>
    args[0] === 'status'
      ? Promise.resolve(JSON.stringify({ BackendState: 'Running', CertDomains: [NAME] }))
      : new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('stopped'))),
        );
  const clock = new ManualClock();
  const tailscale = new TailscaleCertificate({ run: hanging, clock, log: createLog('silent') });
  tailscale.start();
  let isLooked = false;
  void tailscale.look().then(() => {
    isLooked = true;
  });
  while (!isLooked) await clock.advance(1000);
  t.match(tailscale.state(), { step: 'asking', name: NAME }, 'a look does not wait for it either');
  await tailscale.stop();
  await tailscale.look();
  t.match(tailscale.state(), { step: 'asking', reason: null }, 'that it was broken off is no refusal');
});

t.test('only what is a name is one', async (t) => {
  const status = (domain: string) =>
    statusIn(JSON.stringify({ BackendState: 'Running', CertDomains: [domain] }));
  t.strictSame(status('Pi.Tail1234.ts.net'), { step: 'connected', name: NAME });
  for (const odd of ['--help', 'pi', '', 'pi.ts.net/..', 'a b.ts.net'])
    t.strictSame(status(odd), { step: 'no-https' });
  t.throws(() => statusIn('{}'));
});
