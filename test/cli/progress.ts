import t from 'tap';
import { progressBar } from '../../src/cli/progress.js';

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, write: (text: string) => written.push(text), written };
}

t.test('a bar on a terminal, drawn only when it changes', (t) => {
  const terminal = screen(true);
  const bar = progressBar('Backing up', terminal);
  for (const part of [0, 0.001, 0.5, 0.5, 2]) bar.show(part);
  bar.done();
  t.equal(terminal.written.length, 4);
  t.match(terminal.written[1], /^\rBacking up {2}█{15}░{15} {2}50 %$/);
  t.match(terminal.written[2], /100 %/);
  t.equal(terminal.written[3], '\n');
  const silent = screen(true);
  progressBar('Nothing', silent).done();
  t.strictSame(silent.written, []);
  t.end();
});

t.test('lines in a journal, one every ten percent', (t) => {
  const journal = screen(false);
  const bar = progressBar('Exporting', journal);
  for (let part = 0; part <= 100; part += 1) bar.show(part / 100);
  bar.done();
  t.equal(journal.written.length, 11);
  t.equal(journal.written[5], 'Exporting 50 %\n');
  t.end();
});
