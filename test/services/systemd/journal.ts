import t from 'tap';
import { createLog } from '../../../src/core/log.js';
import { journalLines } from '../../../src/services/systemd/journal.js';

function journal() {
  const lines: string[] = [];
  const log = createLog('trace', journalLines({ write: (line: string) => lines.push(line) > 0 }));
  return { log, lines };
}

t.test('a line is the sentence, its values and its priority, without a second time', async (t) => {
  const { log, lines } = journal();
  log.info({ camera: 'porch', photo: 7 }, 'best cut');
  log.warn('slow');
  log.debug({ size: 1 });
  t.strictSame(lines, ['<6>best cut {"camera":"porch","photo":7}\n', '<4>slow\n', '<7> {"size":1}\n']);
});

t.test('each level has its priority, and an error stays one line', async (t) => {
  const { log, lines } = journal();
  log.fatal('a');
  log.error({ err: new Error('no disk') }, 'b');
  log.trace('c');
  log.child({}, { customLevels: { notice: 35 } }).notice('d');
  t.strictSame(
    lines.map((line) => line.slice(0, 4)),
    ['<2>a', '<3>b', '<7>c', '<6>d'],
  );
  t.match(lines[1], /^<3>b .*no disk.*\n$/);
});

t.test('secrets are hidden here too', async (t) => {
  const { log, lines } = journal();
  log.info({ camera: { key: 'abc' } }, 'added');
  t.notMatch(lines.join(), 'abc');
});
