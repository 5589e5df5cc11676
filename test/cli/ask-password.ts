import { PassThrough } from 'node:stream';
import t from 'tap';
import { askPassword } from '../../src/cli/ask-password.js';

/** Somebody at a terminal who types these lines. */
function typing(lines: string[]) {
  const input: PassThrough & { isTTY?: boolean } = new PassThrough();
  input.isTTY = true;
  let shown = '';
  const output = {
    write(text: string) {
      shown += text;
      const next = text.includes(':') ? lines.shift() : undefined;
      if (next !== undefined) setImmediate(() => input.write(next));
      return true;
    },
  };
  return { input, output, shown: () => shown };
}

t.test('a password is typed twice and never shown', async (t) => {
  const keyboard = typing(['a new password\r', 'a new password\r']);
  t.equal(await askPassword(keyboard), 'a new password');
  t.match(keyboard.shown(), /^New password: \nOnce more: +\n$/);
});

t.test('two that differ are none', async (t) => {
  const keyboard = typing(['a new password\r', 'a new pasword\r']);
  await t.rejects(askPassword(keyboard), { code: 'usage', message: /differ/ });
});

t.test('whoever gives up with Ctrl-D or Ctrl-C has given none', async (t) => {
  for (const key of ['\u0004', '\u0003'])
    await t.rejects(askPassword(typing([key])), { code: 'usage', message: /no password was given/ });
});

t.test('a pipe gives one line and is asked nothing', async (t) => {
  const input = new PassThrough();
  const shown: string[] = [];
  const asked = askPassword({ input, output: { write: (text: string) => Boolean(shown.push(text)) } });
  input.end('from a script\n');
  t.equal(await asked, 'from a script');
  t.strictSame(shown, []);
});
