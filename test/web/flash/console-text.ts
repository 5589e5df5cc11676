import t from 'tap';
import {
  answerIn,
  isBrownout,
  isTypeable,
  LineSplitter,
  pairingCodeIn,
} from '../../../src/web/flash/console-text.js';

t.test('text becomes lines, however it is cut, without its colours', async (t) => {
  const text = '\x1b[0;32mI (1432) pairing: one\x1b[0m\r\n\r\nrst:0x1\nrest';
  for (let cut = 0; cut <= text.length; cut += 1) {
    const lines = new LineSplitter();
    t.strictSame(
      [...lines.take(text.slice(0, cut)), ...lines.take(text.slice(cut))],
      ['I (1432) pairing: one', 'rst:0x1'],
    );
  }
  const noise = new LineSplitter();
  t.strictSame(noise.take('x'.repeat(5000)), []);
  t.equal(noise.take('\n')[0]?.length, 1024, 'what never ends is not kept for ever');
});

t.test('the code is read off the line that has it', async (t) => {
  t.strictSame(pairingCodeIn('I (1432) pairing: PetCam-3A7F10 waits for pairing, code 40718235'), {
    name: 'PetCam-3A7F10',
    code: '40718235',
  });
  for (const line of [
    '',
    'PetCam-3A7F10 waits for pairing, code 4071823',
    'PetCam-3A7F10 waits for pairing, code 407182351',
    'Somebody waits for pairing, code 40718235',
  ])
    t.equal(pairingCodeIn(line), null, line);
});

t.test('answers and failures are told apart', async (t) => {
  t.equal(answerIn('I (99) console: Wi-Fi stored'), 'taken');
  t.equal(answerIn('I (99) console: hub stored'), 'taken');
  t.equal(answerIn('W (99) console: like this: wifi {"ssid":"...","password":"..."}'), 'refused');
  t.equal(answerIn('W (99) console: hub: the field "key" is missing or wrong'), 'refused');
  t.equal(answerIn('I (99) console: hub could not be stored'), 'refused');
  t.equal(answerIn('I (99) network: connected'), null);
  t.ok(isBrownout('Brownout detector was triggered'));
  t.notOk(isBrownout('I (99) boot: fine'));
  t.ok(isTypeable('Our home "2.4" \\ {}~'));
  t.notOk(isTypeable('우리집'));
  t.notOk(isTypeable('line\nfeed'));
});
