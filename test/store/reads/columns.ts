import t from 'tap';
import {
  readAnalysis,
  readIds,
  readLookAnswer,
  readReason,
  readRefusals,
  readScores,
  readSummary,
} from '../../../src/store/reads/columns.js';

t.test('a value that is damaged, or of something else, is named by its column and not shown', async (t) => {
  const unreadable = [
    '',
    '{"width":640',
    'null',
    '[]',
    '7',
    '{"width":"wide","height":1,"pets":[],"features":{}}',
  ];
  for (const text of unreadable)
    t.throws(
      () => readAnalysis(text),
      { name: 'Fault', code: 'storage-failed', message: /frame\.analysis/ },
      text,
    );
  t.throws(() => readScores('{"overall":"secret"}'), { message: /^(?!.*secret).*frame\.scores/ });
  t.throws(() => readSummary('{}'), { message: /photo\.summary/, hint: /doctor/ });
});

t.test('values of older hubs are read as they are', async (t) => {
  const old = { width: 8, height: 6, pets: [], others: [], features: { sharpness: 0.5 } };
  t.strictSame(readAnalysis(JSON.stringify(old)), old);
  const reason = { code: 'chosen-of-old', params: {}, text: 'the sharpest', by: 'an older hub' };
  t.strictSame(readReason(JSON.stringify(reason)), reason);
});

t.test('an answer about a frame is read as what its question asks for', async (t) => {
  const pet = { label: 'cat', score: 0.5, x: 1, y: 2, width: 3, height: 4 };
  const sight = { pets: [pet], others: [], hint: null };
  t.strictSame(readLookAnswer.sight(JSON.stringify(sight)), sight);
  const analysis = { width: 8, height: 6, pets: [pet], others: [], features: { looked: 1 } };
  t.strictSame(readLookAnswer.analyse(JSON.stringify(analysis)), analysis);
  t.throws(() => readLookAnswer.analyse(JSON.stringify(sight)), { code: 'storage-failed' });
  t.throws(() => readLookAnswer.sight(JSON.stringify({ ...sight, pets: [{ ...pet, score: 'high' }] })), {
    message: /frame_look\.answer/,
  });
});

t.test('lists that a query makes are read like columns', async (t) => {
  t.strictSame(readIds('[3,1]'), [3, 1]);
  t.throws(() => readIds('["3"]'), { code: 'storage-failed' });
  t.throws(() => readRefusals('[{"reason":"late"}]'), { message: /rejection_tally/ });
});
