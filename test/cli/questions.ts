import { PassThrough } from 'node:stream';
import t from 'tap';
import { openQuestions } from '../../src/cli/questions.js';

function keyboard(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  let screen = '';
  output.on('data', (chunk) => (screen += chunk));
  return { input, output, screen: () => screen };
}

t.test('the lines of a pipe answer the questions in order', async (t) => {
  const { input, output } = keyboard(false);
  input.end('one\n two \nthree\n');
  const questions = openQuestions({ input, output });
  t.strictSame(
    [await questions.ask('1? '), await questions.ask('2? '), await questions.askHidden('3? ')],
    ['one', 'two', 'three'],
  );
  await t.rejects(questions.ask('4? '), { code: 'usage', message: 'nobody answers: 4?' });
  questions.close();
});

t.test('at a terminal what is hidden is not shown, and a password keeps its spaces', async (t) => {
  const { input, output, screen } = keyboard(true);
  const questions = openQuestions({ input, output });
  const name = questions.ask('Name? ');
  input.write('Hall\r');
  t.equal(await name, 'Hall');
  const password = questions.askHidden('Password? ');
  input.write(' secret \r');
  t.equal(await password, ' secret ');
  t.match(screen(), /Name\? .*Hall/s);
  t.match(screen(), 'Password? ');
  t.notMatch(screen(), 'secret');
  questions.close();
});

t.test('who asks nothing opens nothing', async (t) => {
  const { input, output } = keyboard(false);
  openQuestions({ input, output }).close();
  t.equal(input.listenerCount('data'), 0);
});
