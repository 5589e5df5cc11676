import t, { type Test } from 'tap';
import { userCommand } from '../../src/cli/user.js';
import { systemClock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config/config.js';
import { createLog } from '../../src/core/log.js';
import { hashPassword, passwordMatches } from '../../src/server/api/auth/passwords.js';
import { openStore } from '../../src/store/store.js';
import { petcamHub } from '../support/command-line.js';
import { temporaryFolder } from '../support/folder.js';

/** A hub with Mina, who is signed in on one phone, and a way to run the command on it. */
async function hubWithUsers(t: Test) {
  const directory = temporaryFolder(t);
  const open = () => openStore({ directory, clock: systemClock, log: createLog('silent'), inline: true });
  const run = async (args: string[], typed = 'the new password') => {
    const lines: string[] = [];
    await userCommand(async () => typed).run(args, {
      config: () => readConfig({ PETCAM_DATA_DIR: directory }),
      version: '0.0.0',
      print: (line) => lines.push(line),
    });
    return lines.join('\n');
  };
  const settle = async () => {
    const store = await open();
    const { id } = await store.registerFirstOwner({
      name: 'Mina',
      passwordHash: await hashPassword('the old one'),
    });
    await store.createSession({ userId: id, refreshHash: 'x', device: 'phone', expiresAt: Date.now() + 9e6 });
    await store.close();
  };
  return { directory, open, run, settle };
}

t.test('lists the people and where they are signed in', async (t) => {
  const { run, settle } = await hubWithUsers(t);
  t.match(await run(['list']), 'Nobody yet');
  t.equal(await run(['list', '--json']), '[]');
  await settle();
  t.match(await run(['list']), /^Mina +owner +signed in on 1 device$/);
  t.match(JSON.parse(await run(['list', '--json'])), [{ username: 'Mina', role: 'owner', sessions: 1 }]);
});

t.test('a guest is listed with what is seen, and until when', async (t) => {
  const { run, settle, open } = await hubWithUsers(t);
  await settle();
  const store = await open();
  await store.addCamera('porch', 'Porch', new Uint8Array(32));
  const until = Date.UTC(2100, 0, 1);
  const invite = { createdBy: 1, role: 'guest', expiresAt: Date.now() + 9e6 } as const;
  await store.createInvitation({ ...invite, codeHash: 'c1', guest: { cameras: ['porch'], until } });
  await store.createInvitation({ ...invite, codeHash: 'c2', guest: { cameras: [], until } });
  await store.registerInvited({ name: 'Gil', passwordHash: 'h', codeHash: 'c1' });
  await store.registerInvited({ name: 'Hal', passwordHash: 'h', codeHash: 'c2' });
  await store.close();
  const [, gil, hal] = (await run(['list'])).split('\n');
  t.match(gil, /^Gil +guest +signed in on 0 devices, sees porch until 2100-01-01T00:00:00\.000Z$/);
  t.match(hal, /sees no camera until 2100/);
  t.match(JSON.parse(await run(['list', '--json'])), [
    { guest: null },
    { role: 'guest', guest: { cameras: ['porch'], until } },
    { guest: { cameras: [] } },
  ]);
});

t.test('a reset sets a new password, ends every session and is noted', async (t) => {
  const { run, settle, open } = await hubWithUsers(t);
  await settle();
  t.match(await run(['reset', 'mina']), 'Mina has a new password and is signed out everywhere.');
  const store = await open();
  const mina = store.userByName('Mina');
  t.ok(await passwordMatches(mina?.passwordHash, 'the new password'));
  t.strictSame(store.sessions(mina?.id as number), []);
  t.match(store.securityEvents(5), [{ name: 'password-reset', person: 'Mina' }]);
  await store.close();
  t.strictSame(JSON.parse(await run(['reset', 'Mina', '--json'])), { reset: 'Mina' });
  t.match(await run(['list']), 'on 0 devices');
});

t.test('what it does not understand changes nothing', async (t) => {
  const { run, settle } = await hubWithUsers(t);
  await settle();
  const refused = (args: string[], message: RegExp, typed?: string) =>
    t.rejects(run(args, typed), { code: 'usage', message });
  await refused([], /is not something to do/);
  await refused(['toString'], /is not something to do/);
  await refused(['reset'], /needs a name/);
  await refused(['reset', 'Eve'], /nobody called "Eve"/);
  await refused(['reset', 'Mina'], /10 to 256 characters/, 'short');
  t.match(await run(['list']), 'on 1 device');
});

t.test('from a script the password comes as a line', async (t) => {
  const { directory, settle } = await hubWithUsers(t);
  await settle();
  const settings = { PETCAM_DATA_DIR: directory };
  t.match(await petcamHub(['user', 'reset', 'Mina'], settings, 'a password of a script\n'), {
    code: 0,
    out: /Mina/,
  });
  t.match(await petcamHub(['user', 'reset', 'Mina'], settings), { code: 2, err: /no password was given/ });
  t.match(await petcamHub(['user', '--help'], settings), { code: 0, out: /petcam-hub user/ });
});
