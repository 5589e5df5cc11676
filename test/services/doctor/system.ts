import t from 'tap';
import {
  adviseUpdate,
  ask,
  checkService,
  hubProcessStatus,
  isSynchronised,
} from '../../../src/services/doctor/system.js';

const answering = (answer: string | null) => async () => answer;

t.test('a program is asked for its first line, and may be missing or fail', async (t) => {
  t.equal(await ask('printf', ['yes\nand more']), 'yes');
  t.equal(await ask('false', []), null);
  t.equal(await ask('no-such-program-here', []), null);
});

t.test('the clock: yes, no, nobody knows', async (t) => {
  t.equal(await isSynchronised(answering('yes')), true);
  t.equal(await isSynchronised(answering('no')), false);
  t.equal(await isSynchronised(answering(null)), null);
});

t.test('rights are those of the running hub, or of this process', async (t) => {
  t.match(await hubProcessStatus(answering(String(process.pid))), new RegExp(`^Pid:\\t${process.pid}$`, 'm'));
  for (const answer of ['0', null])
    t.match(await hubProcessStatus(answering(answer)), `Pid:\t${process.pid}`);
});

t.test('a newer version is worth a word, not an alarm', async (t) => {
  t.match(adviseUpdate('1.1.0', 'apt'), { verdict: 'warn', text: /1\.1\.0/, advice: /apt upgrade/ });
  t.match(adviseUpdate('1.1.0', 'add-on'), { advice: /Home Assistant/ });
});

t.test('the service starts with the machine, does not, or there is none', async (t) => {
  t.match(await checkService(answering('enabled')), { verdict: 'ok' });
  t.match(await checkService(answering('disabled')), { verdict: 'warn', advice: /systemctl enable/ });
  for (const answer of ['', null]) t.equal(await checkService(answering(answer)), null);
});
