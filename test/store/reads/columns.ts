import t from 'tap';
import { readAnalysis, readReason, readScores, readSummary } from '../../../src/store/reads/columns.js';

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
