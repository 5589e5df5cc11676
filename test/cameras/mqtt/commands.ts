import t from 'tap';
import { Commands, MAX_WAITING } from '../../../src/cameras/mqtt/commands.js';
import type { CommandRequest } from '../../../src/cameras/protocol/command.js';
import { ManualClock } from '../../support/manual-clock.js';

function commandsOver(publish: () => Promise<void> = async () => {}) {
  const clock = new ManualClock();
  const sent: CommandRequest[] = [];
  const commands = new Commands({
    clock,
    publish: (_camera, _verb, request) => {
      sent.push(request);
      return publish();
    },
  });
  const ask = (camera = 'porch') => commands.send(camera, 'capture', {}, 10_000);
  return { clock, sent, commands, ask };
}

t.test('an answer finds the command it belongs to', async (t) => {
  const { commands, sent, ask, clock } = commandsOver();
  const [first, second] = [ask(), ask()];
  const [a, b] = sent.map(({ transaction }) => transaction) as [string, string];
  t.not(a, b);
  const ok = (transaction: string, burst: string) => ({
    transaction,
    status: 'ok' as const,
    data: { burst },
  });
  commands.answered('garden', 'capture', ok(a, 'stolen'));
  commands.answered('porch', 'time', ok(a, 'mixed up'));
  commands.answered('porch', 'capture', ok('unknown', 'late'));
  commands.answered('porch', 'capture', ok(b, 'two'));
  commands.answered('porch', 'capture', ok(a, 'one'));
  t.match(await Promise.all([first, second]), [{ data: { burst: 'one' } }, { data: { burst: 'two' } }]);
  t.equal(clock.pending, 0);
});

t.test('a camera that does not answer is given up', async (t) => {
  const { clock, ask } = commandsOver();
  const answer = t.rejects(ask(), { code: 'camera-timeout' });
  await clock.advance(10_000);
  await answer;
});

t.test('a camera that answers nothing is not asked without end', async (t) => {
  const { clock, ask, sent } = commandsOver();
  const waiting = Array.from({ length: MAX_WAITING }, () => t.rejects(ask()));
  await t.rejects(ask(), { code: 'camera-timeout', message: /earlier/ });
  const other = t.rejects(ask('garden'));
  t.equal(sent.length, MAX_WAITING + 1, 'another camera is');
  await clock.advance(10_000);
  await Promise.all([...waiting, other]);
});

t.test('what cannot be sent fails at once and waits for nothing', async (t) => {
  const { clock, ask } = commandsOver(() => Promise.reject(new Error('no connection')));
  await t.rejects(ask(), { code: 'camera-offline' });
  t.equal(clock.pending, 0);
});

t.test('at the end nobody is left waiting', async (t) => {
  const { commands, ask } = commandsOver();
  const answer = t.rejects(ask(), { message: /stopping/ });
  commands.stop();
  await answer;
});
